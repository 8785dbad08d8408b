package dev.gantry.schema;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.schema.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations of one resource type, as OpenAPI 3 path items. */
final class Operations {

    static final List<String> PATCH_TYPES =
            List.of(
                    "application/apply-patch+yaml",
                    "application/json-patch+json",
                    "application/merge-patch+json",
                    "application/strategic-merge-patch+json");
    private static final List<String> MEDIA_TYPES =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
    private static final Set<String> WRITES = Set.of("post", "put", "patch");

    private final Schemas schemas;
    private final Components components;

    Operations(Schemas schemas, Components components) {
        this.schemas = schemas;
        this.components = components;
    }

    /** Adds the paths of a type. */
    void add(ResourceType type, ObjectNode paths) {
        String collection = type.path(type.namespaced() ? "{namespace}" : "");
        ObjectNode all = pathItem(paths, collection, type.namespaced(), false);
        if (type.verbs().contains("list")) {
            all.set(
                    "get",
                    operation(type, "list", "get", type.kind() + "List", type.apiVersion(), ""));
        }
        if (type.verbs().contains("create")) {
            all.set("post", operation(type, "post", "post", type.kind(), type.apiVersion(), ""));
        }
        if (type.verbs().contains("deletecollection")) {
            all.set(
                    "delete",
                    operation(type, "deletecollection", "delete", "Status", "meta/v1", ""));
        }
        if (type.namespaced() && type.verbs().contains("list")) {
            ObjectNode everywhere = pathItem(paths, type.path(""), false, false);
            everywhere.set(
                    "get",
                    operation(
                            type,
                            "list",
                            "get",
                            type.kind() + "List",
                            type.apiVersion(),
                            "ForAllNamespaces"));
        }
        single(type, paths, collection);
        for (ResourceType.Subresource sub : type.subresources()) {
            subresource(type, sub, paths, collection);
        }
        if (all.size() == 1) {
            paths.remove(collection);
        }
    }

    private void single(ResourceType type, ObjectNode paths, String collection) {
        ObjectNode one = Json.object();
        for (String verb : List.of("get", "update", "delete", "patch")) {
            if (type.verbs().contains(verb)) {
                String method = verb.equals("update") ? "put" : verb;
                boolean status = verb.equals("delete");
                one.set(
                        method,
                        operation(
                                type,
                                method,
                                method,
                                status ? "Status" : type.kind(),
                                status ? "meta/v1" : type.apiVersion(),
                                ""));
            }
        }
        if (!one.isEmpty()) {
            ObjectNode item = pathItem(paths, collection + "/{name}", type.namespaced(), true);
            one.properties().forEach(e -> item.set(e.getKey(), e.getValue()));
        }
    }

    private void subresource(
            ResourceType type, ResourceType.Subresource sub, ObjectNode paths, String collection) {
        String apiVersion =
                sub.group().isEmpty() ? sub.version() : sub.group() + "/" + sub.version();
        String path = collection + "/{name}/" + sub.name();
        ObjectNode item = pathItem(paths, path, type.namespaced(), true);
        for (String verb : sub.verbs()) {
            String method =
                    switch (verb) {
                        case "update" -> "put";
                        case "create" -> "post";
                        default -> verb;
                    };
            item.set(
                    method,
                    operation(type, method, method, sub.kind(), apiVersion, capital(sub.name())));
        }
    }

    private static ObjectNode pathItem(
            ObjectNode paths, String path, boolean namespaced, boolean named) {
        if (paths.get(path) instanceof ObjectNode present) {
            return present;
        }
        ObjectNode item = paths.putObject(path);
        ArrayNode parameters = item.putArray("parameters");
        if (named) {
            parameters.add(parameter("path", "name", "string", "name of the object"));
        }
        if (namespaced) {
            parameters.add(parameter("path", "namespace", "string", "namespace of the object"));
        }
        parameters.add(parameter("query", "pretty", "string", "whether the answer is indented"));
        return item;
    }

    private ObjectNode operation(
            ResourceType type,
            String action,
            String method,
            String kind,
            String apiVersion,
            String suffix) {
        ObjectNode operation = Json.object();
        operation.putArray("tags").add(tag(type));
        operation.put(
                "description",
                describe(action) + " " + type.kind() + (suffix.isEmpty() ? "" : ", " + suffix));
        operation.put("operationId", operationId(type, action, suffix));
        ArrayNode parameters = operation.putArray("parameters");
        parameters(action, parameters);
        if (parameters.isEmpty()) {
            operation.remove("parameters");
        }
        body(operation, action, kind, apiVersion);
        responses(operation, action, kind, apiVersion);
        operation.put("x-kubernetes-action", action);
        operation.set(
                "x-kubernetes-group-version-kind",
                Components.groupVersionKind(
                        suffix.isEmpty()
                                        || suffix.equals("ForAllNamespaces")
                                        || apiVersion.equals("meta/v1")
                                ? type.apiVersion()
                                : apiVersion,
                        suffix.isEmpty() || suffix.equals("ForAllNamespaces")
                                ? type.kind()
                                : kind));
        return operation;
    }

    private static void parameters(String action, ArrayNode parameters) {
        if (WRITES.contains(action)) {
            parameters.add(
                    parameter("query", "dryRun", "string", "All: everything is done but storing"));
            parameters.add(
                    parameter("query", "fieldManager", "string", "name of who makes the change"));
            parameters.add(
                    parameter(
                            "query",
                            "fieldValidation",
                            "string",
                            "what unknown and duplicate fields lead to: Ignore, Warn or Strict"));
        }
        if (action.equals("patch")) {
            parameters.add(
                    parameter(
                            "query",
                            "force",
                            "boolean",
                            "take over fields of other managers in an apply"));
        }
        if (action.equals("list") || action.equals("deletecollection")) {
            for (String name :
                    List.of(
                            "continue",
                            "fieldSelector",
                            "labelSelector",
                            "resourceVersion",
                            "resourceVersionMatch")) {
                parameters.add(parameter("query", name, "string", "see the API concepts"));
            }
            parameters.add(parameter("query", "limit", "integer", "most objects in one answer"));
            parameters.add(
                    parameter(
                            "query", "timeoutSeconds", "integer", "longest duration of the call"));
            parameters.add(
                    parameter(
                            "query",
                            "sendInitialEvents",
                            "boolean",
                            "a watch begins with what is there"));
        }
        if (action.equals("list")) {
            parameters.add(
                    parameter("query", "allowWatchBookmarks", "boolean", "bookmarks may be sent"));
            parameters.add(
                    parameter("query", "watch", "boolean", "follow changes instead of listing"));
        }
        if (action.equals("delete") || action.equals("deletecollection")) {
            parameters.add(
                    parameter("query", "dryRun", "string", "All: everything is done but storing"));
            parameters.add(parameter("query", "gracePeriodSeconds", "integer", "time to end in"));
            parameters.add(
                    parameter(
                            "query",
                            "propagationPolicy",
                            "string",
                            "Orphan, Background or Foreground"));
        }
    }

    private static ObjectNode parameter(String in, String name, String type, String description) {
        ObjectNode parameter = Json.object().put("name", name).put("in", in);
        parameter.put("description", description);
        if (in.equals("path")) {
            parameter.put("required", true);
        }
        parameter.putObject("schema").put("type", type).put("uniqueItems", true);
        return parameter;
    }

    private void body(ObjectNode operation, String action, String kind, String apiVersion) {
        if (action.equals("patch")) {
            ObjectNode content = operation.putObject("requestBody").putObject("content");
            ObjectNode patch = Json.object();
            patch.put("description", "a patch of the given type").put("type", "object");
            PATCH_TYPES.forEach(t -> content.putObject(t).set("schema", patch.deepCopy()));
        } else if (action.equals("delete") || action.equals("deletecollection")) {
            content(operation.putObject("requestBody"), List.of("*/*"), "DeleteOptions", "meta/v1");
        } else if (WRITES.contains(action)) {
            ObjectNode body = operation.putObject("requestBody");
            content(body, List.of("*/*"), kind, apiVersion);
            body.put("required", true);
        }
    }

    private void responses(ObjectNode operation, String action, String kind, String apiVersion) {
        ObjectNode responses = operation.putObject("responses");
        List<String> codes = new ArrayList<>(List.of("200"));
        switch (action) {
            case "post" -> codes.addAll(List.of("201", "202"));
            case "put", "patch" -> codes.add("201");
            case "delete" -> codes.add("202");
            default -> {}
        }
        for (String code : codes) {
            ObjectNode response = responses.putObject(code).put("description", "OK");
            content(response, MEDIA_TYPES, kind, apiVersion);
        }
        responses.putObject("401").put("description", "Unauthorized");
    }

    private void content(ObjectNode into, List<String> mediaTypes, String kind, String apiVersion) {
        Schema.Struct struct = schemas.ofKind(apiVersion, kind).orElse(null);
        ObjectNode content = into.putObject("content");
        for (String mediaType : mediaTypes) {
            ObjectNode schema =
                    struct == null
                            ? Json.object().put("type", "string")
                            : components.reference(struct);
            content.putObject(mediaType).set("schema", schema);
        }
    }

    private static String describe(String action) {
        return switch (action) {
            case "list" -> "list or watch objects of kind";
            case "post" -> "create a";
            case "put" -> "replace the specified";
            case "patch" -> "partially update the specified";
            case "delete" -> "delete a";
            case "deletecollection" -> "delete collection of";
            default -> "read the specified";
        };
    }

    private static String tag(ResourceType type) {
        String group = type.group().isEmpty() ? "core" : type.group().replaceAll("\\..*", "");
        return group + "_" + type.version();
    }

    private static String operationId(ResourceType type, String action, String suffix) {
        String group = type.group().isEmpty() ? "core" : type.group().replaceAll("\\..*", "");
        String verb =
                switch (action) {
                    case "get" -> "read";
                    case "post" -> "create";
                    case "put" -> "replace";
                    case "deletecollection" -> "deleteCollection";
                    default -> action;
                };
        boolean everywhere = suffix.equals("ForAllNamespaces");
        return verb
                + capital(group)
                + capital(type.version())
                + (type.namespaced() && !everywhere ? "Namespaced" : "")
                + type.kind()
                + suffix;
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
