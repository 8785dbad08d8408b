package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which paths a document states: what an applier owns by sending it. */
final class Configuration {

    private final FieldSet set = new FieldSet();
    private final List<String> path = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final boolean strict;

    private Configuration(boolean strict) {
        this.strict = strict;
    }

    /**
     * The paths of what a client applies.
     *
     * @throws dev.gantry.api.status.ApiException 400 on undeclared fields, on values of another
     *     shape than their schema and on elements that occur twice
     */
    static FieldSet ofApplied(ObjectNode config, Schema.Struct schema) {
        Configuration walk = new Configuration(true);
        walk.fields(schema, config);
        if (!walk.problems.isEmpty()) {
            throw ApiError.badRequest(
                            "failed to create typed patch object ("
                                    + named(config)
                                    + "; "
                                    + Json.text(config, "apiVersion")
                                    + ", Kind="
                                    + Json.text(config, "kind")
                                    + "): "
                                    + walk.told())
                    .exception();
        }
        return walk.set;
    }

    /** The paths of a document that is stored, duplicates and all. */
    static FieldSet of(ObjectNode document, Schema.Struct schema) {
        Configuration walk = new Configuration(false);
        walk.fields(schema, document);
        return walk.set;
    }

    private static String named(ObjectNode config) {
        return Json.text(config, "metadata", "namespace")
                + "/"
                + Json.text(config, "metadata", "name");
    }

    private String told() {
        return problems.size() == 1
                ? problems.get(0)
                : "errors:\n  " + String.join("\n  ", problems);
    }

    private void value(@Nullable Schema schema, JsonNode value) {
        if (schema == null) {
            problem("field not declared in schema");
            return;
        }
        Schema.ListOf list = Granular.list(schema);
        if (list != null) {
            elements(list, value);
        } else if (Granular.isMap(schema, value, null)) {
            if (value.isObject()) {
                fields(schema, value);
            } else if (!value.isNull()) {
                problem("expected map, got " + value);
            }
        } else {
            leaf(schema, value);
        }
    }

    private void leaf(Schema schema, JsonNode value) {
        set.insert(path);
        if (strict && !value.isNull() && !fits(schema, value)) {
            problem("expected " + expected(schema) + ", got " + value);
        }
    }

    private static boolean fits(Schema schema, JsonNode value) {
        return switch (schema) {
            case Schema.Struct struct -> value.isObject();
            case Schema.MapOf map -> value.isObject();
            case Schema.ListOf list -> value.isArray();
            case Schema.Any any -> true;
            case Schema.Alternative alternative -> true;
            case Schema.Scalar scalar ->
                    switch (scalar.kind()) {
                        case STRING, BYTES, TIME, MICRO_TIME, DURATION -> value.isString();
                        case INT32, INT64, DOUBLE -> value.isNumber();
                        case BOOL -> value.isBoolean();
                        case QUANTITY, INT_OR_STRING -> value.isString() || value.isNumber();
                    };
        };
    }

    private static String expected(Schema schema) {
        return switch (schema) {
            case Schema.Struct struct -> "map";
            case Schema.MapOf map -> "map";
            case Schema.ListOf list -> "list";
            case Schema.Any any -> "value";
            case Schema.Alternative alternative -> "value";
            case Schema.Scalar scalar ->
                    switch (scalar.kind()) {
                        case STRING, BYTES, TIME, MICRO_TIME, DURATION -> "string";
                        case INT32, INT64, DOUBLE -> "numeric (int or float)";
                        case BOOL -> "boolean";
                        case QUANTITY, INT_OR_STRING -> "string or number";
                    };
        };
    }

    private void fields(Schema schema, JsonNode map) {
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            JsonNode value = entry.getValue();
            path.add(Steps.field(entry.getKey()));
            value(Granular.child(schema, entry.getKey()), value);
            boolean nothing = value.isNull() || value.isObject() && value.isEmpty();
            if (nothing || !Granular.isDeclared(schema, entry.getKey())) {
                set.insert(path);
            }
            path.removeLast();
        }
    }

    private void elements(Schema.ListOf list, JsonNode value) {
        if (!value.isArray()) {
            if (!value.isNull()) {
                problem("expected list, got " + value);
            }
            return;
        }
        Comparison.byStep(list, value)
                .forEach(
                        (step, elements) -> {
                            path.add(step);
                            if (elements.size() > 1 && strict) {
                                duplicate(step);
                            } else if (elements.size() == 1) {
                                value(list.item(), elements.get(0));
                            }
                            set.insert(path);
                            path.removeLast();
                        });
    }

    private void duplicate(String step) {
        String element = path.removeLast();
        problem("duplicate entries for key " + Steps.readable(step));
        path.add(element);
    }

    private void problem(String what) {
        StringBuilder at = new StringBuilder();
        path.forEach(step -> at.append(Steps.readable(step)));
        problems.add(at + ": " + what);
    }
}
