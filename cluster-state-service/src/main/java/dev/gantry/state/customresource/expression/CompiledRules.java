package dev.gantry.state.customresource.expression;

import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelRuntime;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.customresource.schema.Equal;
import dev.gantry.state.customresource.schema.Structural;
import dev.gantry.state.customresource.schema.Structural.Rule;
import dev.gantry.state.customresource.schema.Validation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rules of one place and of those below it, ready to judge. Immutable, thread-safe. Rules that
 * look at {@code oldSelf} judge only what was there before; the others judge only what changed.
 */
public final class CompiledRules {

    private static final Pattern OLD_SELF = Pattern.compile("\\boldSelf\\b");

    private final Structural schema;
    private final List<OneRule> rules = new ArrayList<>();
    private final Map<String, CompiledRules> properties = new HashMap<>();
    private final @Nullable CompiledRules items;
    private final @Nullable CompiledRules additional;

    private CompiledRules(Structural schema) {
        this.schema = schema;
        schema.rules().forEach(rule -> rules.add(OneRule.of(rule, schema)));
        schema.properties()
                .forEach(
                        (name, property) -> {
                            if (property.hasRules()) {
                                properties.put(name, new CompiledRules(property));
                            }
                        });
        this.items = below(schema.items());
        this.additional = below(schema.additional());
    }

    private static @Nullable CompiledRules below(@Nullable Structural schema) {
        return schema == null || !schema.hasRules() ? null : new CompiledRules(schema);
    }

    /** Compiles all rules of a whole object. Some milliseconds for each. */
    public static CompiledRules of(Structural root) {
        return new CompiledRules(root.whole());
    }

    /**
     * Tells which rules an object breaks.
     *
     * @param stored null for a new one
     */
    public void judge(JsonNode object, @Nullable JsonNode stored, Problems problems) {
        judge("", object, stored, problems);
    }

    private void judge(String path, JsonNode value, @Nullable JsonNode old, Problems problems) {
        if (value.isNull()) {
            return;
        }
        boolean changed = old == null || !Equal.of(value, old);
        for (OneRule rule : rules) {
            if (rule.applies(old, changed)) {
                rule.judge(path, value, old, schema, problems);
            }
        }
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                property(path, entry, old, problems);
            }
        } else if (value.isArray() && items != null) {
            for (int i = 0; i < value.size(); i++) {
                JsonNode before = Validation.correlated(value.get(i), old, schema);
                items.judge(path + "[" + i + "]", value.get(i), before, problems);
            }
        }
    }

    private void property(
            String path,
            Map.Entry<String, JsonNode> entry,
            @Nullable JsonNode old,
            Problems problems) {
        String name = entry.getKey();
        JsonNode before = old == null ? null : old.get(name);
        CompiledRules declared = properties.get(name);
        if (declared != null) {
            String at = path.isEmpty() ? name : path + "." + name;
            declared.judge(at, entry.getValue(), before, problems);
        } else if (additional != null && !schema.properties().containsKey(name)) {
            additional.judge(path + "[" + name + "]", entry.getValue(), before, problems);
        }
    }

    /**
     * One rule.
     *
     * @param program null when it cannot be compiled
     * @param message null when it has no expression for its message
     */
    private record OneRule(
            Rule rule,
            CelRuntime.@Nullable Program program,
            CelRuntime.@Nullable Program message,
            String wrong,
            boolean looksBack) {

        static OneRule of(Rule rule, Structural at) {
            boolean looksBack = OLD_SELF.matcher(rule.rule()).find();
            try {
                return new OneRule(
                        rule,
                        RuleCompiler.program(
                                rule.rule(), at, rule.optionalOldSelf(), SimpleType.BOOL),
                        rule.messageExpression().isEmpty()
                                ? null
                                : RuleCompiler.program(
                                        rule.messageExpression(),
                                        at,
                                        rule.optionalOldSelf(),
                                        SimpleType.STRING),
                        "",
                        looksBack);
            } catch (RuleCompiler.Wrong e) {
                return new OneRule(rule, null, null, String.valueOf(e.getMessage()), looksBack);
            }
        }

        boolean applies(@Nullable JsonNode old, boolean changed) {
            return looksBack ? old != null || rule.optionalOldSelf() : changed;
        }

        void judge(
                String path,
                JsonNode value,
                @Nullable JsonNode old,
                Structural schema,
                Problems problems) {
            String at = path.isEmpty() ? "<nil>" : path;
            if (program == null) {
                problems.invalid(at, shown(value), wrong);
                return;
            }
            try {
                Map<String, Object> variables = variables(value, old, schema);
                if (!Boolean.TRUE.equals(program.eval(variables))) {
                    broken(path + rule.fieldPath(), value, message(variables), problems);
                }
            } catch (Exception e) { // whatever an expression meets
                problems.invalid(at, shown(value), "rule evaluation error: " + e.getMessage());
            }
        }

        private Map<String, Object> variables(
                JsonNode value, @Nullable JsonNode old, Structural schema) {
            Map<String, Object> variables = new HashMap<>();
            variables.put("self", Values.of(value, schema));
            if (rule.optionalOldSelf()) {
                variables.put(
                        "oldSelf",
                        old == null ? Optional.empty() : Optional.of(Values.of(old, schema)));
            } else if (old != null) {
                variables.put("oldSelf", Values.of(old, schema));
            }
            return variables;
        }

        private String message(Map<String, Object> variables) {
            if (message != null) {
                try {
                    String told = String.valueOf(message.eval(variables)).strip();
                    if (!told.isEmpty() && told.indexOf('\n') < 0) {
                        return told;
                    }
                } catch (Exception useTheOtherMessage) {
                    return plain();
                }
            }
            return plain();
        }

        private String plain() {
            return rule.message().isEmpty()
                    ? "failed rule: " + rule.rule().strip()
                    : rule.message().strip();
        }

        private void broken(String path, JsonNode value, String message, Problems problems) {
            String at = path.isEmpty() ? "<nil>" : path.startsWith(".") ? path.substring(1) : path;
            switch (rule.reason()) {
                case "FieldValueRequired" -> problems.required(at, message);
                case "FieldValueForbidden" -> problems.forbidden(at, message);
                case "FieldValueDuplicate" ->
                        problems.add(
                                "FieldValueDuplicate",
                                at,
                                "Duplicate value: %s: %s".formatted(quoted(value), message));
                default -> problems.invalid(at, shown(value), message);
            }
        }

        private static String quoted(JsonNode value) {
            return value.isContainer() ? '"' + shown(value).toString() + '"' : value.toString();
        }

        private static Object shown(JsonNode value) {
            if (value.isContainer()) {
                return value.isArray() ? "array" : "object";
            }
            return value.isString() ? value.stringValue() : value;
        }
    }
}
