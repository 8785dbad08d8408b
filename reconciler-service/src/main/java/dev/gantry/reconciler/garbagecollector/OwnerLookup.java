package dev.gantry.reconciler.garbagecollector;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient;
import dev.gantry.reconciler.garbagecollector.GarbageDecider.Owner;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds out how owners stand: present by the local copy, gone only by a consistent read. Who is
 * gone once is remembered, because uids do not come back.
 */
final class OwnerLookup {

    private static final int REMEMBERED = 5_000;

    private final Graph graph;
    private final StateClient client;
    private final Set<String> gone =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>() {
                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<String, Boolean> eldest) {
                                    return size() > REMEMBERED;
                                }
                            }));

    OwnerLookup(Graph graph, StateClient client) {
        this.graph = graph;
        this.client = client;
    }

    /** By uid, for each owner of the object. */
    Map<String, Owner> owners(Mark object) {
        Map<String, Owner> owners = new HashMap<>();
        for (OwnerReference reference : object.owners()) {
            owners.put(reference.getUid(), owner(object, reference));
        }
        return owners;
    }

    /**
     * A cluster-scoped object cannot have an owner in a namespace; nor can it be told in which it
     * would be, so such a reference protects.
     */
    static boolean isMisplaced(Mark object, ResourceType ownerType) {
        return ownerType.namespaced() && object.namespace().isEmpty();
    }

    private Owner owner(Mark object, OwnerReference reference) {
        ResourceType type = graph.type(reference);
        if (type == null || isMisplaced(object, type)) {
            return Owner.UNKNOWN;
        }
        String namespace = type.namespaced() ? object.namespace() : "";
        Mark known = graph.find(type.groupResource(), namespace, reference.getName());
        if (known != null && known.uid().equals(reference.getUid())) {
            return known.deletesDependents() ? Owner.WAITING : Owner.THERE;
        }
        return confirmed(type, namespace, reference);
    }

    private Owner confirmed(ResourceType type, String namespace, OwnerReference reference) {
        String memory = namespace + "/" + reference.getUid();
        if (gone.contains(memory)) {
            return Owner.GONE;
        }
        ObjectNode live = client.get(type, namespace, reference.getName());
        if (live == null || !Json.text(live, "metadata", "uid").equals(reference.getUid())) {
            gone.add(memory);
            return Owner.GONE;
        }
        return Mark.of(type.groupResource(), Json.bytes(live)).deletesDependents()
                ? Owner.WAITING
                : Owner.THERE;
    }
}
