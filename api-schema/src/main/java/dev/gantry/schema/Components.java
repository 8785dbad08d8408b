package dev.gantry.schema;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Field;
import dev.gantry.api.schema.Schema;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas of one document: whatever its operations mention, and what that mentions. */
final class Components {

    private static final List<String> EVERYWHERE =
            List.of("DeleteOptions", "Status", "WatchEvent", "APIResourceList", "APIGroup");

    private final String prefix;
    private final boolean wrapReferences;
    private final Catalog catalog;
    private final ModelDescriptions descriptions;
    private final Map<String, ObjectNode> done = new TreeMap<>();
    private final Deque<Schema.Struct> open = new ArrayDeque<>();
    private final Set<String> seen = new LinkedHashSet<>();

    /**
     * @param prefix of references: {@code #/components/schemas/} or {@code #/definitions/}
     * @param wrapReferences v3 puts a reference with a description or default into an {@code allOf}
     */
    Components(
            String prefix,
            boolean wrapReferences,
            Catalog catalog,
            ModelDescriptions descriptions) {
        this.prefix = prefix;
        this.wrapReferences = wrapReferences;
        this.catalog = catalog;
        this.descriptions = descriptions;
    }

    /** A reference to a struct, which is then part of the document. */
    ObjectNode reference(Schema.Struct struct) {
        if (seen.add(struct.name())) {
            open.add(struct);
        }
        return reference(TypeNames.openApi(struct.name()));
    }

    private ObjectNode reference(String openApiName) {
        return Json.object().put("$ref", prefix + openApiName);
    }

    /** All definitions, by name. */
    ObjectNode definitions() {
        while (!open.isEmpty()) {
            Schema.Struct struct = open.remove();
            done.put(TypeNames.openApi(struct.name()), definition(struct));
        }
        ObjectNode all = Json.object();
        done.forEach(all::set);
        return all;
    }

    private ObjectNode definition(Schema.Struct struct) {
        ModelDescriptions.Described described = descriptions.of(struct.name());
        ObjectNode node = Json.object();
        if (!described.description().isEmpty()) {
            node.put("description", described.description());
        }
        Set<String> required = new TreeSet<>();
        ObjectNode properties = Json.object();
        struct.fields()
                .forEach(
                        (name, field) -> {
                            String text = described.properties().getOrDefault(name, "");
                            properties.set(name, property(field, text));
                            if (described.required().contains(name)) {
                                required.add(name);
                            }
                        });
        if (!required.isEmpty()) {
            ArrayNode names = node.putArray("required");
            required.forEach(names::add);
        }
        if (!properties.isEmpty()) {
            node.set("properties", properties);
        }
        node.put("type", "object");
        if (struct.atomic()) {
            node.put("x-kubernetes-map-type", "atomic");
        }
        groupVersionKinds(struct, node);
        return node;
    }

    private ObjectNode property(Field field, String description) {
        ObjectNode node = value(field.schema());
        boolean reference = node.has("$ref");
        if (reference && wrapReferences && !(description.isEmpty() && field.pointer())) {
            ObjectNode wrapped = Json.object();
            wrapped.putArray("allOf").add(node);
            node = wrapped;
        }
        if (!description.isEmpty()) {
            node.put("description", description);
        }
        if (field.defaultValue() != null) {
            node.set("default", field.defaultValue());
        } else if (wrapReferences && !field.pointer()) {
            zero(field.schema(), field.omitEmpty(), node);
        }
        extensions(field, node);
        return node;
    }

    /** What an absent value means, where absent and zero are the same. */
    private static void zero(Schema schema, boolean omitEmpty, ObjectNode node) {
        switch (schema) {
            case Schema.Struct struct -> node.putObject("default");
            case Schema.Scalar scalar when !omitEmpty -> {
                switch (scalar.kind()) {
                    case STRING -> node.put("default", "");
                    case INT32, INT64, DOUBLE -> node.put("default", 0);
                    case BOOL -> node.put("default", false);
                    case BYTES, QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, DURATION -> {}
                }
            }
            case Schema.Scalar scalar -> {}
            case Schema.ListOf list -> {}
            case Schema.MapOf map -> {}
            case Schema.Any any -> {}
            case Schema.Alternative alternative -> {}
        }
    }

    private static void extensions(Field field, ObjectNode node) {
        if (field.schema() instanceof Schema.ListOf list) {
            switch (list.listType()) {
                case SET -> node.put("x-kubernetes-list-type", "set");
                case MAP -> {
                    node.put("x-kubernetes-list-type", "map");
                    ArrayNode keys = node.putArray("x-kubernetes-list-map-keys");
                    list.keys().forEach(keys::add);
                }
                case ATOMIC -> node.put("x-kubernetes-list-type", "atomic");
            }
            if (!list.mergeKey().isEmpty()) {
                node.put("x-kubernetes-patch-merge-key", list.mergeKey());
            }
            if (!list.patchStrategy().isEmpty()) {
                node.put("x-kubernetes-patch-strategy", list.patchStrategy());
            }
        } else {
            if (!field.patchStrategy().isEmpty()) {
                node.put("x-kubernetes-patch-strategy", field.patchStrategy());
            }
            if (field.schema() instanceof Schema.MapOf map && map.atomic()) {
                node.put("x-kubernetes-map-type", "atomic");
            }
        }
    }

    private ObjectNode value(Schema schema) {
        return switch (schema) {
            case Schema.Struct struct -> reference(struct);
            case Schema.Scalar scalar -> scalar(scalar.kind());
            case Schema.ListOf list -> {
                ObjectNode node = Json.object();
                node.set("items", value(list.item()));
                yield node.put("type", "array");
            }
            case Schema.MapOf map -> {
                ObjectNode node = Json.object();
                node.set("additionalProperties", value(map.value()));
                yield node.put("type", "object");
            }
            case Schema.Any any -> named(TypeNames.RAW, Json.object().put("type", "object"));
            case Schema.Alternative alternative ->
                    Json.object()
                            .put(
                                    "description",
                                    alternative.struct().simpleName() + ", or a short form of it");
        };
    }

    private ObjectNode scalar(Schema.Kind kind) {
        ObjectNode text = Json.object().put("type", "string");
        return switch (kind) {
            case STRING -> text;
            case INT32 -> Json.object().put("format", "int32").put("type", "integer");
            case INT64 -> Json.object().put("format", "int64").put("type", "integer");
            case BOOL -> Json.object().put("type", "boolean");
            case DOUBLE -> Json.object().put("format", "double").put("type", "number");
            case BYTES -> text.put("format", "byte");
            case QUANTITY -> named(TypeNames.QUANTITY, quantity(text));
            case INT_OR_STRING ->
                    named(TypeNames.INT_OR_STRING, text.put("format", "int-or-string"));
            case TIME -> named(TypeNames.TIME, text.put("format", "date-time"));
            case MICRO_TIME -> named(TypeNames.MICRO_TIME, text.put("format", "date-time"));
            case DURATION -> named(TypeNames.DURATION, text);
        };
    }

    private ObjectNode quantity(ObjectNode text) {
        if (!wrapReferences) {
            return text;
        }
        ObjectNode either = Json.object();
        ArrayNode forms = either.putArray("oneOf");
        forms.add(text);
        forms.addObject().put("type", "number");
        return either;
    }

    private ObjectNode named(String name, ObjectNode definition) {
        done.putIfAbsent(name, definition);
        return reference(name);
    }

    private void groupVersionKinds(Schema.Struct struct, ObjectNode node) {
        String type = struct.name();
        String kind = struct.simpleName();
        Set<String> groupVersions = new TreeSet<>();
        if (type.startsWith("meta/") && EVERYWHERE.contains(kind)) {
            catalog.types().forEach(t -> groupVersions.add(t.apiVersion()));
        } else {
            String apiVersion = type.substring(0, type.lastIndexOf('.')).replace("core/", "");
            if (isKind(apiVersion, kind)) {
                groupVersions.add(apiVersion);
            }
        }
        if (!groupVersions.isEmpty()) {
            ArrayNode kinds = node.putArray("x-kubernetes-group-version-kind");
            groupVersions.forEach(gv -> kinds.add(groupVersionKind(gv, kind)));
        }
    }

    private boolean isKind(String apiVersion, String kind) {
        return catalog.types().stream().anyMatch(t -> speaks(t, apiVersion, kind));
    }

    private static boolean speaks(ResourceType type, String apiVersion, String kind) {
        return type.apiVersion().equals(apiVersion)
                        && (type.kind().equals(kind) || kind.equals(type.kind() + "List"))
                || type.subresources().stream()
                        .anyMatch(
                                s ->
                                        s.kind().equals(kind)
                                                && apiVersion.equals(
                                                        s.group().isEmpty()
                                                                ? s.version()
                                                                : s.group() + "/" + s.version()));
    }

    static ObjectNode groupVersionKind(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return Json.object()
                .put("group", slash < 0 ? "" : apiVersion.substring(0, slash))
                .put("kind", kind)
                .put("version", apiVersion.substring(slash + 1));
    }
}
