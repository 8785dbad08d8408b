package dev.gantry.schema;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schemas;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whole documents: OpenAPI 3 for a group version, Swagger 2 for everything. */
final class Documents {

    private static final String VERSION = "v1.36.0";

    private final Catalog catalog;
    private final Schemas schemas;
    private final ModelDescriptions descriptions;

    Documents(Catalog catalog, Schemas schemas, ModelDescriptions descriptions) {
        this.catalog = catalog;
        this.schemas = schemas;
        this.descriptions = descriptions;
    }

    ObjectNode v3(String groupVersion) {
        Components components =
                new Components("#/components/schemas/", true, catalog, descriptions);
        ObjectNode document = Json.object();
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Gantry").put("version", VERSION);
        document.set("paths", paths(of(groupVersion), new Operations(schemas, components)));
        document.putObject("components").set("schemas", components.definitions());
        return document;
    }

    private List<ResourceType> of(String groupVersion) {
        return catalog.types().stream().filter(t -> t.apiVersion().equals(groupVersion)).toList();
    }

    private static ObjectNode paths(List<ResourceType> types, Operations operations) {
        ObjectNode paths = Json.object();
        types.forEach(t -> operations.add(t, paths));
        return paths;
    }

    ObjectNode v2() {
        Components components = new Components("#/definitions/", false, catalog, descriptions);
        ObjectNode paths = paths(List.copyOf(catalog.types()), new Operations(schemas, components));
        ObjectNode document = Json.object();
        document.put("swagger", "2.0");
        document.putObject("info").put("title", "Gantry").put("version", VERSION);
        paths.forEach(Documents::downgrade);
        document.set("paths", paths);
        document.set("definitions", components.definitions());
        return document;
    }

    /** From the form of version 3 to that of 2: bodies are parameters, media types are lists. */
    private static void downgrade(JsonNode pathItem) {
        pathItem.path("parameters").forEach(Documents::flatten);
        for (JsonNode member : pathItem) {
            if (member instanceof ObjectNode operation && operation.has("responses")) {
                operation.path("parameters").forEach(Documents::flatten);
                body(operation);
                ArrayNode produces = operation.putArray("produces");
                for (JsonNode response : operation.path("responses")) {
                    JsonNode content = response.path("content");
                    if (produces.isEmpty()) {
                        content.propertyNames().forEach(produces::add);
                    }
                    if (!content.isMissingNode()) {
                        ((ObjectNode) response)
                                .set("schema", content.iterator().next().path("schema"));
                        ((ObjectNode) response).remove("content");
                    }
                }
            }
        }
    }

    private static void flatten(JsonNode parameter) {
        ObjectNode flat = (ObjectNode) parameter;
        JsonNode schema = flat.remove("schema");
        if (schema != null) {
            flat.set("type", schema.path("type"));
            flat.put("uniqueItems", true);
        }
    }

    private static void body(ObjectNode operation) {
        JsonNode body = operation.remove("requestBody");
        if (body == null) {
            return;
        }
        ArrayNode consumes = operation.putArray("consumes");
        body.path("content").propertyNames().forEach(consumes::add);
        ArrayNode parameters =
                operation.get("parameters") instanceof ArrayNode present
                        ? present
                        : operation.putArray("parameters");
        ObjectNode parameter = parameters.addObject().put("name", "body").put("in", "body");
        parameter.put("required", body.path("required").asBoolean(false));
        parameter.set("schema", body.path("content").iterator().next().path("schema"));
    }
}
