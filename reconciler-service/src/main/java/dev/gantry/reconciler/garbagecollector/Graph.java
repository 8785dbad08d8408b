package dev.gantry.reconciler.garbagecollector;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.client.informer.Informer;
import dev.gantry.client.informer.InformerFactory;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Marks of all objects, and who owns whom. Finding one, or the dependents of one, is O(kinds). */
final class Graph {

    private static final String OWNERS = "owners";

    /** Events are many, own nothing, and go by themselves. */
    private static final Set<String> LEFT_OUT = Set.of("events", "events.events.k8s.io");

    private final Map<String, Informer<Mark>> byKind = new LinkedHashMap<>();
    private final Map<String, ResourceType> types = new HashMap<>();
    private final Map<String, ResourceType> byApiKind = new HashMap<>();

    Graph(InformerFactory informers) {
        for (ResourceType type : Catalog.builtIn().types()) {
            String kind = type.groupResource();
            if (type.stored() && type.verbs().contains("watch") && !LEFT_OUT.contains(kind)) {
                byApiKind.put(type.apiVersion() + "/" + type.kind(), type);
                if (types.putIfAbsent(kind, type) == null) {
                    byKind.put(
                            kind,
                            informers.projected(
                                    type,
                                    body -> Mark.of(kind, body),
                                    Map.of(OWNERS, Graph::ownerUids)));
                }
            }
        }
    }

    private static List<String> ownerUids(Mark mark) {
        return mark.owners().stream().map(OwnerReference::getUid).distinct().toList();
    }

    void forEachKind(BiConsumer<String, Informer<Mark>> action) {
        byKind.forEach(action);
    }

    /** The type as this graph writes it. */
    ResourceType type(String kind) {
        ResourceType type = types.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("no kind " + kind);
        }
        return type;
    }

    /** The type an owner reference names; null when nothing of it is served. */
    @Nullable ResourceType type(OwnerReference owner) {
        return byApiKind.get(owner.getApiVersion() + "/" + owner.getKind());
    }

    @Nullable Mark find(String kind, String namespace, String name) {
        Informer<Mark> informer = byKind.get(kind);
        return informer == null ? null : informer.get(namespace, name);
    }

    List<Mark> dependents(Mark owner) {
        List<Mark> all = new ArrayList<>();
        for (Informer<Mark> informer : byKind.values()) {
            for (Mark mark : informer.byIndex(OWNERS, owner.uid())) {
                // a namespaced owner owns in its namespace only
                if (owner.namespace().isEmpty() || owner.namespace().equals(mark.namespace())) {
                    all.add(mark);
                }
            }
        }
        return all;
    }
}
