package dev.gantry.state.admission.kinds.extension;

import dev.gantry.state.admission.expression.Expressions;
import dev.gantry.state.admission.expression.Expressions.Result;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.HashSet;
import java.util.Set;

/**
 * Conditions in CEL that narrow what is matched. Kubernetes: "Matching requests: matchConditions".
 */
final class MatchConditions {

    private static final int MOST = 64;

    private MatchConditions() {}

    /**
     * @param variables names that expressions may use beyond those of every admission
     */
    static void check(Place conditions, Expressions expressions, Set<String> variables) {
        if (conditions.node().size() > MOST) {
            conditions.tooMany(MOST);
            return;
        }
        Set<String> names = new HashSet<>();
        for (Place condition : conditions.items()) {
            Place expression = condition.at("expression");
            if (expression.text().strip().isEmpty()) {
                expression.required("");
            } else {
                expressions
                        .problems(expression.text(), variables, Result.BOOL)
                        .forEach(expression::invalid);
            }
            Place name = condition.at("name");
            if (name.requireText()) {
                name.check(Names.QUALIFIED_NAME);
                if (!names.add(name.text())) {
                    name.duplicate();
                }
            }
        }
    }
}
