package dev.gantry.state.customresource;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of a custom kind and of its list, as OpenAPI 3 has them. Pure. */
final class CustomSchemas {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String KIND =
            "Kind is a string value representing the REST resource this object represents.";
    private static final String API_VERSION =
            "APIVersion defines the versioned schema of this representation of an object.";

    private CustomSchemas() {}

    static void add(DefinedKind kind, ObjectNode schemas) {
        ResourceType type = kind.type();
        JsonNode declared = kind.version().path("schema").path("openAPIV3Schema");
        ObjectNode schema = declared instanceof ObjectNode given ? given.deepCopy() : Json.object();
        schema.put("type", "object");
        ObjectNode properties = Json.child(schema, "properties");
        named(properties);
        properties.set("metadata", metadata("ObjectMeta"));
        mark(schema, type, type.kind());
        schemas.set(name(type, type.kind()), schema);
        schemas.set(name(type, type.kind() + "List"), list(type));
    }

    private static void named(ObjectNode properties) {
        properties.putObject("apiVersion").put("type", "string").put("description", API_VERSION);
        properties.putObject("kind").put("type", "string").put("description", KIND);
    }

    private static ObjectNode list(ResourceType type) {
        ObjectNode list = Json.object();
        list.put("description", type.kind() + "List is a list of " + type.kind());
        list.put("type", "object").putArray("required").add("items");
        ObjectNode properties = list.putObject("properties");
        named(properties);
        properties
                .putObject("items")
                .put("type", "array")
                .putObject("items")
                .putArray("allOf")
                .add(reference(name(type, type.kind())));
        properties.set("metadata", metadata("ListMeta"));
        mark(list, type, type.kind() + "List");
        return list;
    }

    private static ObjectNode metadata(String name) {
        ObjectNode metadata = Json.object();
        metadata.putArray("allOf").add(reference(META + name));
        return metadata;
    }

    private static void mark(ObjectNode schema, ResourceType type, String kind) {
        schema.putArray("x-kubernetes-group-version-kind")
                .addObject()
                .put("group", type.group())
                .put("version", type.version())
                .put("kind", kind);
    }

    static ObjectNode reference(String name) {
        return Json.object().put("$ref", "#/components/schemas/" + name);
    }

    /** {@code com.example.stable.v1.CronTab}. */
    static String name(ResourceType type, String kind) {
        List<String> parts = List.of(type.group().split("\\."));
        return parts.reversed().stream().collect(Collectors.joining("."))
                + "."
                + type.version()
                + "."
                + kind;
    }
}
