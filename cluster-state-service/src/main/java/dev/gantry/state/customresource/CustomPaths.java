package dev.gantry.state.customresource;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The paths of a custom kind, as OpenAPI 3 has them. Pure. */
final class CustomPaths {

    private static final List<String> PATCHES =
            List.of(
                    "application/apply-patch+yaml",
                    "application/json-patch+json",
                    "application/merge-patch+json");
    private static final List<String> MEDIA_TYPES = List.of("application/json", "application/yaml");
    private static final String STATUS = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";

    private final ResourceType type;

    CustomPaths(ResourceType type) {
        this.type = type;
    }

    void add(ObjectNode paths) {
        String kind = CustomSchemas.name(type, type.kind());
        String list = CustomSchemas.name(type, type.kind() + "List");
        String collection = type.path(type.namespaced() ? "{namespace}" : "");
        ObjectNode all = item(paths, collection, false);
        all.set("get", operation("list", list, ""));
        all.set("post", operation("post", kind, ""));
        all.set("delete", operation("deletecollection", STATUS, ""));
        if (type.namespaced()) {
            ObjectNode everywhere = item(paths, type.path(""), false);
            everywhere.set("get", operation("list", list, "ForAllNamespaces"));
        }
        ObjectNode one = item(paths, collection + "/{name}", true);
        one.set("get", operation("get", kind, ""));
        one.set("put", operation("put", kind, ""));
        one.set("patch", operation("patch", kind, ""));
        one.set("delete", operation("delete", STATUS, ""));
        for (ResourceType.Subresource below : type.subresources()) {
            subresource(item(paths, collection + "/{name}/" + below.name(), true), below, kind);
        }
    }

    private void subresource(ObjectNode item, ResourceType.Subresource below, String kind) {
        String suffix =
                below.name().substring(0, 1).toUpperCase(Locale.ROOT) + below.name().substring(1);
        String shown = below.name().equals("scale") ? "" : kind;
        for (String action : List.of("get", "put", "patch")) {
            item.set(action, operation(action, shown, suffix));
        }
    }

    private ObjectNode item(ObjectNode paths, String path, boolean named) {
        ObjectNode item = paths.putObject(path);
        ArrayNode parameters = item.putArray("parameters");
        if (named) {
            parameters.add(parameter("path", "name", "string"));
        }
        if (path.contains("{namespace}")) {
            parameters.add(parameter("path", "namespace", "string"));
        }
        parameters.add(parameter("query", "pretty", "string"));
        return item;
    }

    /**
     * @param schema of what is shown, empty for anything
     */
    private ObjectNode operation(String action, String schema, String suffix) {
        ObjectNode operation = Json.object();
        String group = type.group().substring(0, Math.max(0, type.group().indexOf('.')));
        operation.putArray("tags").add(group + "_" + type.version());
        operation.put("operationId", action + type.group() + type.version() + type.kind() + suffix);
        parameters(operation.putArray("parameters"), action);
        switch (action) {
            case "patch" -> patch(operation);
            case "post", "put" -> content(operation.putObject("requestBody"), schema);
            default -> {}
        }
        ObjectNode ok = operation.putObject("responses").putObject("200").put("description", "OK");
        content(ok, schema);
        operation.put("x-kubernetes-action", action);
        operation
                .putObject("x-kubernetes-group-version-kind")
                .put("group", type.group())
                .put("version", type.version())
                .put("kind", type.kind());
        return operation;
    }

    private static void patch(ObjectNode operation) {
        ObjectNode content = operation.putObject("requestBody").putObject("content");
        for (String patch : PATCHES) {
            content.putObject(patch).putObject("schema").put("type", "object");
        }
    }

    private static void content(ObjectNode into, String schema) {
        ObjectNode content = into.putObject("content");
        for (String mediaType : MEDIA_TYPES) {
            content.putObject(mediaType)
                    .set(
                            "schema",
                            schema.isEmpty()
                                    ? Json.object().put("type", "object")
                                    : CustomSchemas.reference(schema));
        }
    }

    private static void parameters(ArrayNode parameters, String action) {
        List<String> names =
                switch (action) {
                    case "post", "put" -> List.of("dryRun", "fieldManager", "fieldValidation");
                    case "patch" -> List.of("dryRun", "fieldManager", "fieldValidation", "force");
                    case "delete" -> List.of("dryRun", "gracePeriodSeconds", "propagationPolicy");
                    case "list" ->
                            List.of(
                                    "allowWatchBookmarks",
                                    "continue",
                                    "fieldSelector",
                                    "labelSelector",
                                    "limit",
                                    "resourceVersion",
                                    "resourceVersionMatch",
                                    "sendInitialEvents",
                                    "timeoutSeconds",
                                    "watch");
                    default -> List.of();
                };
        names.forEach(name -> parameters.add(parameter("query", name, typeOf(name))));
    }

    private static String typeOf(String parameter) {
        return switch (parameter) {
            case "force", "watch", "allowWatchBookmarks", "sendInitialEvents" -> "boolean";
            case "limit", "timeoutSeconds", "gracePeriodSeconds" -> "integer";
            default -> "string";
        };
    }

    private static ObjectNode parameter(String in, String name, String valueType) {
        ObjectNode parameter = Json.object().put("name", name).put("in", in);
        if (in.equals("path")) {
            parameter.put("required", true);
        }
        parameter.putObject("schema").put("type", valueType).put("uniqueItems", true);
        return parameter;
    }
}
