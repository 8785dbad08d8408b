package dev.gantry.reconciler.garbagecollector;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.garbagecollector.GarbageDecider.Action;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The loop that collects garbage. Its keys are objects of any kind: {@code pods/web-1}. */
public final class GarbageCollector implements Reconciler {

    /** A blocked owner is looked at again even if no change tells of its dependents. */
    private static final Duration BLOCKED = Duration.ofSeconds(30);

    private final Graph graph;
    private final OwnerLookup owners;
    private final StateClient client;
    private final EventRecorder events;
    private Consumer<ObjectName> queue = key -> {};

    private GarbageCollector(Graph graph, EventRecorder events, Surroundings around) {
        this.graph = graph;
        this.client = around.client();
        this.owners = new OwnerLookup(graph, client);
        this.events = events;
    }

    public static ControllerLoop loop(Surroundings around) {
        Graph graph = new Graph(around.informers());
        GarbageCollector collector =
                new GarbageCollector(graph, around.events("garbage-collector-controller"), around);
        ControllerLoop loop = around.loop(collector);
        collector.queue = key -> loop.after(key, Duration.ZERO);
        Trigger<Mark> trigger = collector::changed;
        graph.forEachKind((kind, informer) -> loop.watch(kind, informer, trigger));
        return loop;
    }

    private static ObjectName key(Mark mark) {
        return new ObjectName(mark.namespace(), mark.kind() + "/" + mark.name());
    }

    private void changed(
            @org.jspecify.annotations.Nullable Mark before,
            @org.jspecify.annotations.Nullable Mark after,
            Consumer<ObjectName> concerned) {
        if (after == null) {
            if (before != null) {
                graph.dependents(before).forEach(d -> concerned.accept(key(d)));
                waitingOwners(before, concerned);
            }
        } else if (after.concernsUs() && (before == null || !after.sameToUs(before))) {
            concerned.accept(key(after));
        }
        if (before != null && after != null && !after.sameToUs(before)) {
            waitingOwners(before, concerned);
        }
    }

    private void waitingOwners(Mark dependent, Consumer<ObjectName> concerned) {
        for (OwnerReference reference : dependent.owners()) {
            ResourceType type = graph.type(reference);
            if (type != null) {
                String namespace = type.namespaced() ? dependent.namespace() : "";
                Mark owner = graph.find(type.groupResource(), namespace, reference.getName());
                if (owner != null && owner.deleting()) {
                    concerned.accept(key(owner));
                }
            }
        }
    }

    @Override
    public String name() {
        return "garbagecollector";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        int slash = key.name().indexOf('/');
        Mark object =
                graph.find(
                        key.name().substring(0, slash),
                        key.namespace(),
                        key.name().substring(slash + 1));
        if (object == null || !object.concernsUs()) {
            return Requeue.onChange();
        }
        tellMisplaced(object);
        Map<String, GarbageDecider.Owner> states =
                GarbageDecider.needsOwners(object) ? owners.owners(object) : Map.of();
        return apply(object, GarbageDecider.decide(object, states, graph.dependents(object)));
    }

    private Requeue apply(Mark object, Action action) {
        switch (action) {
            case Action.Nothing nothing -> {}
            case Action.Delete delete -> delete(object, delete.propagation());
            case Action.KeepOwners keep -> patchOwners(object, keep.owners());
            case Action.Unblock unblock -> patchOwners(object, unblocked(object));
            case Action.Finish finish -> finish(object, finish.finalizer());
            case Action.Await await -> {
                await.dependents().forEach(d -> queue.accept(key(d)));
                return Requeue.after(BLOCKED);
            }
            case Action.FreeDependents free -> {
                free(object, free.dependents());
                return Requeue.after(Duration.ofMillis(50));
            }
        }
        return Requeue.onChange();
    }

    /** Exactly as it was seen: an object that has found an owner since is not deleted. */
    private void delete(Mark object, String propagation) {
        ObjectNode options = Patches.deletion(object.uid());
        options.withObject("preconditions").put("resourceVersion", object.revision());
        options.put("propagationPolicy", propagation);
        Writes.deletions(
                client,
                List.of(
                        Write.delete(
                                graph.type(object.kind()),
                                object.namespace(),
                                object.name(),
                                options)));
    }

    private static ObjectNode exactly(Mark object) {
        ObjectNode patch = Json.object();
        patch.putObject("metadata")
                .put("uid", object.uid())
                .put("resourceVersion", object.revision());
        return patch;
    }

    private Write patch(Mark object, ObjectNode patch) {
        return Write.patch(
                graph.type(object.kind()),
                object.namespace(),
                object.name(),
                "",
                Patches.MERGE,
                patch);
    }

    private void patchOwners(Mark object, List<OwnerReference> kept) {
        Writes.one(client, ownersPatch(object, kept));
    }

    private Write ownersPatch(Mark object, List<OwnerReference> kept) {
        ObjectNode patch = exactly(object);
        ArrayNode references = patch.withObject("metadata").putArray("ownerReferences");
        kept.forEach(r -> references.add(Json.tree(r)));
        return patch(object, patch);
    }

    private static List<OwnerReference> unblocked(Mark object) {
        return object.owners().stream()
                .map(o -> o.edit().withBlockOwnerDeletion(false).build())
                .toList();
    }

    private void finish(Mark object, String finalizer) {
        ObjectNode patch = exactly(object);
        ArrayNode left = patch.withObject("metadata").putArray("finalizers");
        object.finalizers().stream().filter(f -> !f.equals(finalizer)).forEach(left::add);
        Writes.one(client, patch(object, patch));
    }

    private void free(Mark owner, List<Mark> dependents) {
        List<WriteGroup> groups =
                dependents.stream()
                        .map(
                                d ->
                                        WriteGroup.of(
                                                ownersPatch(
                                                        d,
                                                        d.owners().stream()
                                                                .filter(
                                                                        o ->
                                                                                !o.getUid()
                                                                                        .equals(
                                                                                                owner
                                                                                                        .uid()))
                                                                .toList())))
                        .toList();
        Writes.all(client, groups);
    }

    private void tellMisplaced(Mark object) {
        for (OwnerReference reference : object.owners()) {
            ResourceType type = graph.type(reference);
            if (type != null && OwnerLookup.isMisplaced(object, type)) {
                ResourceType own = graph.type(object.kind());
                events.record(
                        new ObjectReferenceBuilder()
                                .withApiVersion(own.apiVersion())
                                .withKind(own.kind())
                                .withName(object.name())
                                .withUid(object.uid())
                                .build(),
                        "Warning",
                        "OwnerRefInvalidNamespace",
                        "ownerRef [%s/%s, namespace: , name: %s, uid: %s] does not exist in"
                                        .formatted(
                                                reference.getApiVersion(),
                                                reference.getKind(),
                                                reference.getName(),
                                                reference.getUid())
                                + " namespace \"\"");
            }
        }
    }
}
