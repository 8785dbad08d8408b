package dev.gantry.state.customresource.definition;

import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.customresource.schema.Structural;
import dev.gantry.state.customresource.schema.StructuralReader;
import java.util.Set;
import java.util.regex.Pattern;

/** What stands in {@code x-kubernetes-validations}. Kubernetes: "Validation rules". */
final class ExpressionRules {

    private static final Set<String> REASONS =
            Set.of(
                    "FieldValueDuplicate",
                    "FieldValueForbidden",
                    "FieldValueInvalid",
                    "FieldValueRequired");
    private static final Pattern OLD_SELF = Pattern.compile("\\boldSelf\\b");

    private final SchemaExpressions expressions;

    ExpressionRules(SchemaExpressions expressions) {
        this.expressions = expressions;
    }

    void check(Place schema, boolean isRoot) {
        Place rules = schema.at("x-kubernetes-validations");
        if (!rules.node().isArray() || rules.node().isEmpty()) {
            return;
        }
        Structural at = StructuralReader.read(schema.node());
        Structural whole = isRoot ? at.whole() : at;
        rules.items().forEach(rule -> rule(rule, whole));
    }

    private void rule(Place rule, Structural at) {
        Place text = rule.at("rule");
        if (text.text().isBlank()) {
            text.required("rule is not specified");
        } else {
            expressions.problems(text.text(), at).forEach(text::invalid);
        }
        rule.at("reason").oneOf(REASONS);
        message(rule, text.text());
        Place expression = rule.at("messageExpression");
        if (expression.present() && expression.text().isBlank()) {
            expression.required("messageExpression must be non-empty if specified");
        } else if (!expression.empty()) {
            expressions.messageProblems(expression.text(), at).forEach(expression::invalid);
        }
        if (rule.at("optionalOldSelf").present() && !OLD_SELF.matcher(text.text()).find()) {
            rule.at("optionalOldSelf").invalid("may not be set if oldSelf is not used in rule");
        }
        Place path = rule.at("fieldPath");
        if (!path.empty() && !path.text().startsWith(".") && !path.text().startsWith("[")) {
            path.invalid("fieldPath must be a valid path");
        }
    }

    private static void message(Place rule, String text) {
        Place message = rule.at("message");
        if (message.present() && message.text().isBlank()) {
            message.invalid("message must be non-empty if specified");
        } else if (message.text().indexOf('\n') >= 0) {
            message.invalid("message must not contain line breaks");
        } else if (text.strip().indexOf('\n') >= 0 && message.empty()) {
            message.required("message must be specified if rule contains line breaks");
        }
    }
}
