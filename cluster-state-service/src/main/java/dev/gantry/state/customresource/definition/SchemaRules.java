package dev.gantry.state.customresource.definition;

import dev.gantry.state.admission.Problems;
import dev.gantry.state.admission.validation.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a schema must be to be structural: every value has a type, and what objects hold is
 * declared. Kubernetes: "Specifying a structural schema".
 */
final class SchemaRules {

    private static final Set<String> TYPES =
            Set.of("array", "boolean", "integer", "number", "object", "string");
    private static final List<String> NEVER =
            List.of(
                    "$ref",
                    "$schema",
                    "id",
                    "definitions",
                    "dependencies",
                    "patternProperties",
                    "additionalItems");
    private static final List<String> JUNCTORS = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> NOT_IN_JUNCTORS =
            List.of(
                    "description",
                    "type",
                    "default",
                    "additionalProperties",
                    "nullable",
                    "x-kubernetes-embedded-resource",
                    "x-kubernetes-int-or-string",
                    "x-kubernetes-preserve-unknown-fields",
                    "x-kubernetes-list-type",
                    "x-kubernetes-map-type");

    private final SchemaExpressions expressions;

    SchemaRules(SchemaExpressions expressions) {
        this.expressions = expressions;
    }

    /** Tells the problems of a whole schema: first its grammar, then whether it is structural. */
    void check(Place root) {
        Problems grammar = new Problems();
        if (root.at("nullable").flag()) {
            root.telling(grammar).at("nullable").forbidden("nullable cannot be true at the root");
        }
        grammar(root.telling(grammar), true);
        Problems structure = new Problems();
        structural(root.telling(structure), true, false, "");
        boolean readable = grammar.causes().stream().noneMatch(c -> hidesStructure(c.field()));
        grammar.causes().forEach(c -> root.problems().add(c.reason(), c.field(), c.message()));
        if (readable) {
            structure.causes().stream()
                    .filter(
                            c ->
                                    grammar.causes().stream()
                                            .noneMatch(g -> g.field().equals(c.field())))
                    .forEach(c -> root.problems().add(c.reason(), c.field(), c.message()));
        }
        if (grammar.isEmpty() && structure.isEmpty()) {
            new DefaultRules().check(root, true);
        }
    }

    private static boolean hidesStructure(String field) {
        return NEVER.stream().anyMatch(name -> field.endsWith("." + name))
                || field.endsWith(".items")
                || field.endsWith(".uniqueItems");
    }

    private void grammar(Place schema, boolean isRoot) {
        for (String name : NEVER) {
            if (!schema.at(name).empty()) {
                schema.at(name).forbidden(name + " is not supported");
            }
        }
        if (schema.at("uniqueItems").flag()) {
            schema.at("uniqueItems")
                    .forbidden(
                            "uniqueItems cannot be set to true since the runtime complexity becomes"
                                    + " quadratic");
        }
        additional(schema);
        items(schema);
        schema.at("type").oneOf(TYPES);
        pattern(schema.at("pattern"));
        new ListRules().check(schema);
        new ExpressionRules(expressions).check(schema, isRoot);
        below(schema, child -> grammar(child, false));
    }

    private static void additional(Place schema) {
        Place additional = schema.at("additionalProperties");
        if (!additional.present()) {
            return;
        }
        if (!schema.at("properties").empty() && !additional.node().equals(FALSE)) {
            additional.forbidden("additionalProperties and properties are mutual exclusive");
        } else if (additional.node().equals(FALSE)) {
            additional.forbidden("additionalProperties cannot be set to false");
        }
    }

    private static final tools.jackson.databind.JsonNode FALSE =
            tools.jackson.databind.node.BooleanNode.FALSE;

    private static void items(Place schema) {
        Place items = schema.at("items");
        if (items.node().isArray()) {
            items.forbidden("items must be a schema object and not an array");
        } else if (schema.at("type").text().equals("array") && !items.present()) {
            items.required("must be specified");
        }
    }

    private static void pattern(Place pattern) {
        try {
            Pattern.compile(pattern.text().replace("(?P<", "(?<"));
        } catch (PatternSyntaxException e) {
            pattern.invalid("must be a valid regular expression, but isn't: " + e.getDescription());
        }
    }

    /** What is done with each schema inside of one. */
    interface Visit {
        void schema(Place place);
    }

    static void below(Place schema, Visit visit) {
        values(schema, visit);
        for (String junctor : JUNCTORS) {
            schema.at(junctor).items().forEach(visit::schema);
        }
        if (schema.at("not").node().isObject()) {
            visit.schema(schema.at("not"));
        }
    }

    /** The schemas of the values inside: properties, items, values of maps. */
    static void values(Place schema, Visit visit) {
        for (Map.Entry<String, Place> property : schema.at("properties").entries()) {
            visit.schema(property.getValue());
        }
        for (String one : List.of("items", "additionalProperties")) {
            if (schema.at(one).node().isObject()) {
                visit.schema(schema.at(one));
            }
        }
    }

    private static void structural(Place schema, boolean root, boolean embedded, String where) {
        type(schema, root, where);
        extensions(schema);
        if (root || embedded) {
            metadata(schema.at("properties").key("metadata"));
        }
        for (Map.Entry<String, Place> property : schema.at("properties").entries()) {
            nested(property.getValue(), "must not be empty for specified object fields");
        }
        if (schema.at("items").node().isObject()) {
            nested(schema.at("items"), "must not be empty for specified array items");
        }
        if (schema.at("additionalProperties").node().isObject()) {
            nested(
                    schema.at("additionalProperties"),
                    "must not be empty for specified object fields");
        }
        junctors(schema);
    }

    private static void nested(Place schema, String untyped) {
        structural(schema, false, schema.at("x-kubernetes-embedded-resource").flag(), untyped);
    }

    private static void type(Place schema, boolean root, String untyped) {
        Place type = schema.at("type");
        boolean free =
                schema.at("x-kubernetes-int-or-string").flag()
                        || schema.at("x-kubernetes-preserve-unknown-fields").flag();
        if (root) {
            if (type.empty()) {
                type.required("must not be empty at the root");
            } else if (!type.text().equals("object")) {
                type.invalid("must be object at the root");
            }
        } else if (type.empty() && !free) {
            type.required(untyped);
        }
    }

    private static void extensions(Place schema) {
        Place type = schema.at("type");
        if (schema.at("x-kubernetes-int-or-string").flag() && !type.empty()) {
            type.invalid("must be empty if x-kubernetes-int-or-string is true");
        }
        if (schema.at("x-kubernetes-embedded-resource").flag()) {
            if (!type.text().equals("object")) {
                type.invalid("must be object if x-kubernetes-embedded-resource is true");
            }
            if (schema.at("properties").empty()
                    && !schema.at("x-kubernetes-preserve-unknown-fields").flag()) {
                schema.at("properties")
                        .required(
                                "must not be empty if x-kubernetes-embedded-resource is true without"
                                        + " x-kubernetes-preserve-unknown-fields");
            }
        }
        if (schema.at("x-kubernetes-preserve-unknown-fields").node().equals(FALSE)) {
            schema.at("x-kubernetes-preserve-unknown-fields").invalid("must be true or undefined");
        }
    }

    private static void metadata(Place metadata) {
        if (!metadata.present()) {
            return;
        }
        for (Map.Entry<String, Place> property : metadata.at("properties").entries()) {
            if (!Set.of("name", "generateName").contains(property.getKey())) {
                metadata.forbidden(
                        "must not specify anything other than name and generateName, but metadata is"
                                + " implicitly specified");
                return;
            }
        }
    }

    private static void junctors(Place schema) {
        boolean intOrString = schema.at("x-kubernetes-int-or-string").flag();
        for (String junctor : JUNCTORS) {
            for (Place each : schema.at(junctor).items()) {
                junctor(each, schema, intOrString);
            }
        }
        if (schema.at("not").node().isObject()) {
            junctor(schema.at("not"), schema, intOrString);
        }
    }

    /** Alternatives may ask for more, but declare nothing that is not declared outside of them. */
    private static void junctor(Place inner, Place outer, boolean intOrString) {
        for (String name : NOT_IN_JUNCTORS) {
            boolean allowed = intOrString && name.equals("type");
            if (!inner.at(name).empty() && !allowed) {
                inner.at(name).forbidden("must be empty to be structural");
            }
        }
        for (Map.Entry<String, Place> property : inner.at("properties").entries()) {
            Place declared = outer.at("properties").key(property.getKey());
            if (!declared.present() && !outer.at("additionalProperties").node().isObject()) {
                declared.required("because it is defined in " + property.getValue().path());
            } else {
                junctor(property.getValue(), declared, false);
            }
        }
        for (String deeper : JUNCTORS) {
            inner.at(deeper).items().forEach(each -> junctor(each, outer, intOrString));
        }
        if (inner.at("not").node().isObject()) {
            junctor(inner.at("not"), outer, intOrString);
        }
        if (inner.at("items").node().isObject()) {
            junctor(inner.at("items"), outer.at("items"), false);
        }
    }
}
