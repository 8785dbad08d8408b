package dev.gantry.state.customresource.schema;

import dev.gantry.api.schema.Schema.ListType;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.customresource.schema.Structural.Checks;
import dev.gantry.state.customresource.schema.Structural.Count;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds values to their schema. What did not change since it was stored is not told ("ratcheting").
 * Pure. Kubernetes: "Validation" and "Validation ratcheting" of custom resources.
 */
public final class Validation {

    /** Where Kubernetes tells problems that it cannot place. */
    private static final String NOWHERE = "<nil>";

    private final Problems problems;

    private Validation(Problems problems) {
        this.problems = problems;
    }

    /**
     * Tells what is wrong with an object.
     *
     * @param stored null for a new one
     */
    public static void check(
            JsonNode object, @Nullable JsonNode stored, Structural root, Problems problems) {
        new Validation(problems).value("", object, stored, root);
    }

    /** Tells what is wrong with a value at a place, as a default has one. */
    public static void check(String path, JsonNode value, Structural schema, Problems problems) {
        new Validation(problems).value(path, value, null, schema);
    }

    private void value(String path, JsonNode value, @Nullable JsonNode old, Structural schema) {
        if (old != null && Equal.of(value, old)) {
            return;
        }
        if (value.isNull() && schema.nullable()) {
            return;
        }
        if (!hasType(value, schema)) {
            wrongType(path, value, schema);
        }
        combined(path, value, old, schema.checks());
        switch (value) {
            case ObjectNode object -> object(path, object, old, schema);
            case ArrayNode array -> array(path, array, old, schema);
            default -> leaf(path, value, schema);
        }
        choice(path, value, schema.checks());
    }

    private static boolean hasType(JsonNode value, Structural schema) {
        if (schema.intOrString()) {
            return value.isString() || isWhole(value);
        }
        return switch (schema.type()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> isWhole(value);
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    private static boolean isWhole(JsonNode value) {
        return value.isIntegralNumber()
                || value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    private void wrongType(String path, JsonNode value, Structural schema) {
        String wanted = schema.intOrString() ? "integer,string" : schema.type();
        String found = nameOf(value);
        typeInvalid(path, '"' + found + '"', wanted, found);
    }

    private void typeInvalid(String path, String shown, String wanted, String found) {
        problems.add(
                "FieldValueTypeInvalid",
                path.isEmpty() ? NOWHERE : path,
                "Invalid value: %s: %s in body must be of type %s: \"%s\""
                        .formatted(shown, path, wanted, found));
    }

    private static String nameOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case STRING, BINARY -> "string";
            case BOOLEAN -> "boolean";
            case NULL, MISSING -> "null";
            case NUMBER -> isWhole(value) ? "integer" : "number";
        };
    }

    private void object(String path, ObjectNode object, @Nullable JsonNode old, Structural schema) {
        Count count = schema.checks().properties();
        if (count.most() != null && object.size() > count.most()) {
            tooMany(path, object.size(), count.most());
        }
        if (count.least() != null && object.size() < count.least()) {
            invalid(path, object, "should have at least %d properties".formatted(count.least()));
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Structural property = schema.property(entry.getKey());
            if (property != null) {
                JsonNode before = old instanceof ObjectNode was ? was.get(entry.getKey()) : null;
                value(join(path, entry.getKey()), entry.getValue(), before, property);
            }
        }
        for (String name : schema.checks().required()) {
            if (!object.has(name)) {
                problems.required(join(path, name), "");
            }
        }
    }

    private void array(String path, ArrayNode array, @Nullable JsonNode old, Structural schema) {
        Count count = schema.checks().items();
        if (count.least() != null && array.size() < count.least()) {
            invalid(path, array, "should have at least %d items".formatted(count.least()));
        }
        if (count.most() != null && array.size() > count.most()) {
            tooMany(path, array.size(), count.most());
        }
        Structural items = schema.items();
        if (items == null) {
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            JsonNode before = correlated(array.get(i), old, schema);
            value(path + "[" + i + "]", array.get(i), before, items);
        }
    }

    /** The stored element of the same keys; only lists that are maps tell which that is. */
    public static @Nullable JsonNode correlated(
            JsonNode element, @Nullable JsonNode old, Structural list) {
        if (list.listType() != ListType.MAP || old == null) {
            return null;
        }
        for (JsonNode before : old) {
            if (list.listKeys().stream()
                    .allMatch(key -> Equal.of(before.path(key), element.path(key)))) {
                return before;
            }
        }
        return null;
    }

    private void leaf(String path, JsonNode value, Structural schema) {
        Checks checks = schema.checks();
        if (value.isString()) {
            text(path, value, checks);
        } else if (value.isNumber()) {
            NumberCheck.problems(value.decimalValue(), checks.range())
                    .forEach(why -> invalid(path, value, why));
            if (!Formats.fits(checks.format(), value.decimalValue())) {
                nowhere(
                        "Checked value must be of type %s with format %s in %s"
                                .formatted(schema.type(), checks.format(), path));
            }
        }
    }

    private void text(String path, JsonNode value, Checks checks) {
        String text = value.stringValue();
        long characters = text.codePointCount(0, text.length());
        Count length = checks.length();
        if (length.most() != null && characters > length.most()) {
            problems.tooLong(path, length.most().intValue());
        }
        if (length.least() != null && characters < length.least()) {
            invalid(path, value, "should be at least %d chars long".formatted(length.least()));
        }
        if (checks.pattern() != null && !checks.pattern().matcher(text).find()) {
            invalid(path, value, "should match '%s'".formatted(checks.pattern().pattern()));
        }
        if (!Formats.fits(checks.format(), text)) {
            typeInvalid(path, value.toString(), checks.format(), text);
        }
    }

    private void choice(String path, JsonNode value, Checks checks) {
        if (!checks.choice().isEmpty()
                && checks.choice().stream().noneMatch(each -> Equal.of(each, value))) {
            List<String> words =
                    checks.choice().stream()
                            .map(each -> each.isString() ? each.stringValue() : each.toString())
                            .toList();
            problems.unsupported(path, value.isString() ? value.stringValue() : value, words);
        }
    }

    private void combined(String path, JsonNode value, @Nullable JsonNode old, Checks checks) {
        Alternatives all = new Alternatives(path, value, old);
        String quoted = '"' + path + '"';
        if (!checks.anyOf().isEmpty() && all.valid(checks.anyOf()) == 0) {
            nowhere(quoted + " must validate at least one schema (anyOf)");
            all.tellBest(checks.anyOf());
        }
        if (!checks.oneOf().isEmpty()) {
            int valid = all.valid(checks.oneOf());
            if (valid == 0) {
                nowhere(
                        quoted
                                + " must validate one and only one schema (oneOf). Found none valid");
                all.tellBest(checks.oneOf());
            } else if (valid > 1) {
                nowhere(
                        quoted
                                + " must validate one and only one schema (oneOf). Found %d valid alternatives"
                                        .formatted(valid));
            }
        }
        if (!checks.allOf().isEmpty()) {
            int valid = all.valid(checks.allOf());
            checks.allOf().forEach(each -> value(path, value, old, each));
            if (valid < checks.allOf().size()) {
                nowhere(
                        quoted
                                + " must validate all the schemas (allOf)"
                                + (valid == 0 ? ". None validated" : ""));
            }
        }
        if (checks.not() != null && all.valid(List.of(checks.not())) == 1) {
            nowhere(quoted + " must not validate the schema (not)");
        }
    }

    /** One value against several schemas. */
    private final class Alternatives {
        private final String path;
        private final JsonNode value;
        private final @Nullable JsonNode old;

        Alternatives(String path, JsonNode value, @Nullable JsonNode old) {
            this.path = path;
            this.value = value;
            this.old = old;
        }

        int valid(List<Structural> schemas) {
            return (int) schemas.stream().filter(s -> against(s).isEmpty()).count();
        }

        private Problems against(Structural schema) {
            Problems found = new Problems();
            new Validation(found).value(path, value, old, schema);
            return found;
        }

        /** What keeps the value from the schema that it is nearest to. */
        void tellBest(List<Structural> schemas) {
            Problems best = null;
            for (Structural schema : schemas) {
                Problems found = against(schema);
                if (best == null || found.causes().size() < best.causes().size()) {
                    best = found;
                }
            }
            if (best != null) {
                best.causes().forEach(c -> problems.add(c.reason(), c.field(), c.message()));
            }
        }
    }

    private void invalid(String path, JsonNode value, String why) {
        Object shown = value.isString() ? value.stringValue() : value;
        problems.invalid(path, shown, path + " in body " + why);
    }

    private void tooMany(String path, int actual, long most) {
        problems.tooMany(path, actual, (int) most);
    }

    private void nowhere(String message) {
        problems.add("FieldValueInvalid", NOWHERE, "Invalid value: \"\": " + message);
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
