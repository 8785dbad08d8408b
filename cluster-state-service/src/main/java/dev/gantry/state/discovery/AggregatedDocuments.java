package dev.gantry.state.discovery;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.catalog.ResourceType.Subresource;
import dev.gantry.api.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code apidiscovery.k8s.io/v2}: everything that there is in two documents. Pure. */
final class AggregatedDocuments {

    private AggregatedDocuments() {}

    static ArrayNode core(Collection<ResourceType> types) {
        ArrayNode items = Json.MAPPER.createArrayNode();
        items.add(group("", Groups.versions(types, "")));
        return items;
    }

    static ArrayNode groups(Collection<ResourceType> types) {
        ArrayNode items = Json.MAPPER.createArrayNode();
        Groups.of(types).forEach((name, versions) -> items.add(group(name, versions)));
        return items;
    }

    private static ObjectNode group(String name, Map<String, List<ResourceType>> versions) {
        ObjectNode group = Json.object();
        ObjectNode metadata = group.putObject("metadata");
        if (!name.isEmpty()) {
            metadata.put("name", name);
        }
        metadata.putNull("creationTimestamp");
        ArrayNode all = group.putArray("versions");
        versions.forEach(
                (version, types) -> {
                    ObjectNode one = all.addObject().put("version", version);
                    ArrayNode resources = one.putArray("resources");
                    types.forEach(type -> resources.add(resource(type)));
                    one.put("freshness", "Current");
                });
        return group;
    }

    private static ObjectNode resource(ResourceType type) {
        ObjectNode resource = Json.object().put("resource", type.resource());
        resource.set("responseKind", kind(type.group(), type.version(), type.kind()));
        resource.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
        resource.put("singularResource", type.singular());
        LegacyDocuments.words(resource, "verbs", type.verbs());
        if (!type.shortNames().isEmpty()) {
            LegacyDocuments.words(resource, "shortNames", type.shortNames());
        }
        if (!type.categories().isEmpty()) {
            LegacyDocuments.words(resource, "categories", type.categories());
        }
        if (!type.subresources().isEmpty()) {
            ArrayNode subresources = resource.putArray("subresources");
            type.subresources().forEach(sub -> subresources.add(subresource(sub)));
        }
        return resource;
    }

    private static ObjectNode subresource(Subresource sub) {
        ObjectNode node = Json.object().put("subresource", sub.name());
        node.set("responseKind", kind(sub.group(), sub.version(), sub.kind()));
        LegacyDocuments.words(node, "verbs", sub.verbs());
        return node;
    }

    private static ObjectNode kind(String group, String version, String kind) {
        return Json.object().put("group", group).put("version", version).put("kind", kind);
    }
}
