package dev.gantry.reconciler.namespace;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Listing;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.reconciler.controller.Patches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Lists and deletes everything in a namespace, kind by kind, a page at a time. */
final class NamespaceContent {

    private static final int PAGE = 500;

    private final StateClient client;
    private final List<ResourceType> kinds;

    NamespaceContent(StateClient client) {
        this.client = client;
        this.kinds = deletableKinds();
    }

    /** Each stored, namespaced kind once, in its preferred version; pods first. */
    private static List<ResourceType> deletableKinds() {
        Map<String, ResourceType> kinds = new LinkedHashMap<>();
        kinds.put("pods", Catalog.builtIn().require("pods"));
        for (ResourceType type : Catalog.builtIn().types()) {
            if (type.namespaced() && type.stored() && type.verbs().contains("delete")) {
                kinds.putIfAbsent(type.groupResource(), type);
            }
        }
        return List.copyOf(kinds.values());
    }

    /**
     * Deletes what is there and tells what remains after that. Other kinds are deleted only once no
     * pod is left, so that pods do not lose what they stop with.
     */
    List<Remains> delete(String namespace) {
        List<Remains> remains = new ArrayList<>();
        boolean podsLeft = false;
        for (ResourceType kind : kinds) {
            boolean isPods = kind.groupResource().equals("pods");
            Remains left = podsLeft ? count(kind, namespace) : delete(kind, namespace);
            podsLeft |= isPods && left.count() > 0;
            if (left.count() > 0 || !left.failure().isEmpty()) {
                remains.add(left);
            }
        }
        return remains;
    }

    private Remains delete(ResourceType kind, String namespace) {
        try {
            String failure = "";
            String next = "";
            do {
                Listing page = page(kind, namespace, next);
                String one = deleteAll(kind, namespace, page.items());
                failure = failure.isEmpty() ? one : failure;
                next = page.continueToken();
            } while (!next.isEmpty());
            Remains left = count(kind, namespace);
            return new Remains(kind, left.count(), left.finalizers(), failure);
        } catch (ApiException e) {
            return new Remains(kind, 0, Map.of(), e.error().message());
        }
    }

    private Listing page(ResourceType kind, String namespace, String next) {
        Map<String, String> query = new HashMap<>();
        query.put("limit", Integer.toString(PAGE));
        if (!next.isEmpty()) {
            query.put("continue", next);
        }
        return client.list(kind, namespace, query);
    }

    /** Returns the first failure, empty when there was none. */
    private String deleteAll(ResourceType kind, String namespace, List<JsonNode> objects) {
        List<WriteGroup> groups =
                objects.stream()
                        .filter(o -> !o.path("metadata").hasNonNull("deletionTimestamp"))
                        .map(o -> WriteGroup.of(deletion(kind, namespace, o)))
                        .toList();
        if (groups.isEmpty()) {
            return "";
        }
        for (WriteResult result : client.writeAll(groups)) {
            if (result instanceof WriteResult.Refused refused
                    && refused.error().code() != 404
                    && refused.error().code() != 409) {
                return refused.error().message();
            }
        }
        return "";
    }

    private static Write deletion(ResourceType kind, String namespace, JsonNode object) {
        var options = Patches.deletion(Json.text(object, "metadata", "uid"));
        options.put("propagationPolicy", "Background");
        return Write.delete(kind, namespace, Json.text(object, "metadata", "name"), options);
    }

    private Remains count(ResourceType kind, String namespace) {
        Map<String, Integer> finalizers = new HashMap<>();
        int count = 0;
        String next = "";
        do {
            Listing page = page(kind, namespace, next);
            for (JsonNode object : page.items()) {
                count++;
                Json.at(object, "metadata", "finalizers")
                        .forEach(f -> finalizers.merge(f.asString(), 1, Integer::sum));
            }
            next = page.continueToken();
        } while (!next.isEmpty());
        return new Remains(kind, count, finalizers, "");
    }
}
