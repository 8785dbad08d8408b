package dev.gantry.state.customresource.schema;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema.ListType;
import dev.gantry.state.customresource.schema.Structural.Checks;
import dev.gantry.state.customresource.schema.Structural.Count;
import dev.gantry.state.customresource.schema.Structural.Range;
import dev.gantry.state.customresource.schema.Structural.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code openAPIV3Schema}. What makes no sense is left out; validation has told it before.
 */
public final class StructuralReader {

    private StructuralReader() {}

    /** The schema of a whole custom resource. O(size). */
    public static Structural read(JsonNode schema) {
        boolean intOrString = flag(schema, "x-kubernetes-int-or-string");
        JsonNode additional = schema.path("additionalProperties");
        return new Structural(
                Json.text(schema, "type"),
                flag(schema, "nullable"),
                intOrString,
                flag(schema, "x-kubernetes-preserve-unknown-fields"),
                flag(schema, "x-kubernetes-embedded-resource"),
                properties(schema.path("properties")),
                schema.path("items").isObject() ? read(schema.path("items")) : null,
                additional.isObject() ? read(additional) : null,
                additional.isBoolean() && additional.booleanValue(),
                schema.hasNonNull("default") ? schema.path("default") : null,
                listType(Json.text(schema, "x-kubernetes-list-type")),
                Json.texts(schema.path("x-kubernetes-list-map-keys")),
                Json.text(schema, "x-kubernetes-map-type").equals("atomic"),
                checks(schema),
                rules(schema.path("x-kubernetes-validations")));
    }

    private static Map<String, Structural> properties(JsonNode properties) {
        Map<String, Structural> read = new LinkedHashMap<>();
        properties.properties().forEach(e -> read.put(e.getKey(), read(e.getValue())));
        return read;
    }

    private static ListType listType(String text) {
        return switch (text) {
            case "set" -> ListType.SET;
            case "map" -> ListType.MAP;
            default -> ListType.ATOMIC;
        };
    }

    private static Checks checks(JsonNode schema) {
        List<JsonNode> choice = new ArrayList<>();
        schema.path("enum").forEach(choice::add);
        return new Checks(
                Json.texts(schema.path("required")),
                choice,
                pattern(Json.text(schema, "pattern")),
                Json.text(schema, "format"),
                new Range(
                        number(schema, "minimum"),
                        flag(schema, "exclusiveMinimum"),
                        number(schema, "maximum"),
                        flag(schema, "exclusiveMaximum"),
                        number(schema, "multipleOf")),
                count(schema, "minLength", "maxLength"),
                count(schema, "minItems", "maxItems"),
                count(schema, "minProperties", "maxProperties"),
                all(schema.path("allOf")),
                all(schema.path("anyOf")),
                all(schema.path("oneOf")),
                schema.path("not").isObject() ? read(schema.path("not")) : null);
    }

    private static List<Structural> all(JsonNode schemas) {
        List<Structural> all = new ArrayList<>();
        schemas.forEach(each -> all.add(read(each)));
        return all;
    }

    private static List<Rule> rules(JsonNode rules) {
        List<Rule> all = new ArrayList<>();
        for (JsonNode rule : rules) {
            all.add(
                    new Rule(
                            Json.text(rule, "rule"),
                            Json.text(rule, "message"),
                            Json.text(rule, "messageExpression"),
                            Json.text(rule, "reason"),
                            Json.text(rule, "fieldPath"),
                            flag(rule, "optionalOldSelf")));
        }
        return all;
    }

    /** Go's syntax is nearly Java's; a pattern that only Go knows checks nothing. */
    private static @Nullable Pattern pattern(String text) {
        try {
            return text.isEmpty() ? null : Pattern.compile(text.replace("(?P<", "(?<"));
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    private static boolean flag(JsonNode schema, String name) {
        JsonNode value = schema.path(name);
        return value.isBoolean() && value.booleanValue();
    }

    private static @Nullable BigDecimal number(JsonNode schema, String name) {
        JsonNode value = schema.path(name);
        return value.isNumber() ? value.decimalValue() : null;
    }

    private static Count count(JsonNode schema, String least, String most) {
        return new Count(whole(schema.path(least)), whole(schema.path(most)));
    }

    private static @Nullable Long whole(JsonNode value) {
        return value.isNumber() ? value.longValue() : null;
    }
}
