package dev.gantry.state.discovery;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.catalog.ResourceType.Subresource;
import dev.gantry.api.digest.Sha256;
import dev.gantry.api.json.Json;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents of discovery that every client knows. Pure. */
final class LegacyDocuments {

    private static final int HASH_BYTES = 8;

    private LegacyDocuments() {}

    static ObjectNode versions(String serverAddress) {
        ObjectNode document = Json.object().put("kind", "APIVersions");
        document.putArray("versions").add("v1");
        document.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", serverAddress);
        return document;
    }

    static ObjectNode groups(Collection<ResourceType> types) {
        ObjectNode document = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = document.putArray("groups");
        Groups.of(types).forEach((name, versions) -> groups.add(group(name, versions)));
        return document;
    }

    static Optional<ObjectNode> group(Collection<ResourceType> types, String name) {
        Map<String, List<ResourceType>> versions = Groups.versions(types, name);
        if (versions.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode document = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
        document.setAll(group(name, versions));
        return Optional.of(document);
    }

    private static ObjectNode group(String name, Map<String, List<ResourceType>> versions) {
        ObjectNode group = Json.object().put("name", name);
        ArrayNode all = group.putArray("versions");
        versions.keySet().forEach(v -> all.add(version(name, v)));
        group.set("preferredVersion", version(name, versions.keySet().iterator().next()));
        return group;
    }

    private static ObjectNode version(String group, String version) {
        return Json.object().put("groupVersion", group + "/" + version).put("version", version);
    }

    static Optional<ObjectNode> resources(
            Collection<ResourceType> types, String group, String version) {
        List<ResourceType> found = Groups.versions(types, group).get(version);
        if (found == null) {
            return Optional.empty();
        }
        ObjectNode document = Json.object().put("kind", "APIResourceList");
        if (!group.isEmpty()) {
            document.put("apiVersion", "v1");
        }
        document.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = document.putArray("resources");
        for (ResourceType type : found) {
            resources.add(resource(type));
            type.subresources().forEach(sub -> resources.add(subresource(type, sub)));
        }
        return Optional.of(document);
    }

    private static ObjectNode resource(ResourceType type) {
        ObjectNode resource = Json.object();
        resource.put("name", type.resource()).put("singularName", type.singular());
        resource.put("namespaced", type.namespaced()).put("kind", type.kind());
        words(resource, "verbs", type.verbs());
        if (!type.shortNames().isEmpty()) {
            words(resource, "shortNames", type.shortNames());
        }
        if (!type.categories().isEmpty()) {
            words(resource, "categories", type.categories());
        }
        if (type.stored()) {
            resource.put("storageVersionHash", hash(type));
        }
        return resource;
    }

    private static ObjectNode subresource(ResourceType type, Subresource sub) {
        ObjectNode resource = Json.object();
        resource.put("name", type.resource() + "/" + sub.name()).put("singularName", "");
        resource.put("namespaced", type.namespaced());
        if (!sub.group().equals(type.group()) || !sub.version().equals(type.version())) {
            if (!sub.group().isEmpty()) {
                resource.put("group", sub.group());
            }
            resource.put("version", sub.version());
        }
        resource.put("kind", sub.kind());
        words(resource, "verbs", sub.verbs());
        return resource;
    }

    static void words(ObjectNode target, String field, Collection<String> words) {
        ArrayNode array = target.putArray(field);
        words.forEach(array::add);
    }

    /** Changes with the version in which the kind is stored. */
    private static String hash(ResourceType type) {
        String what = type.group() + "/" + type.version() + "/" + type.kind();
        return Base64.getEncoder().encodeToString(Arrays.copyOf(Sha256.of(what), HASH_BYTES));
    }
}
