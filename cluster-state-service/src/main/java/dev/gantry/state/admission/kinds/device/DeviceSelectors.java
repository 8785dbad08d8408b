package dev.gantry.state.admission.kinds.device;

import dev.gantry.state.admission.expression.Expressions;
import dev.gantry.state.admission.expression.Expressions.Result;
import dev.gantry.state.admission.validation.Place;
import java.util.Set;

/** CEL that picks devices. Kubernetes: reference of DeviceSelector. Pure. */
final class DeviceSelectors {

    private static final int MOST = 32;
    private static final int LONGEST = 10 * 1024;

    private DeviceSelectors() {}

    static void check(Place selectors, Expressions expressions) {
        if (selectors.node().size() > MOST) {
            selectors.tooMany(MOST);
        }
        for (Place selector : selectors.items()) {
            Place cel = selector.at("cel");
            if (!cel.present()) {
                cel.required("");
                continue;
            }
            Place expression = cel.at("expression");
            if (expression.text().length() > LONGEST) {
                expression.tooLong(LONGEST);
            } else {
                expressions
                        .problems(expression.text(), Set.of("device"), Result.BOOL)
                        .forEach(expression::invalid);
            }
        }
    }
}
