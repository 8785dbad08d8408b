package dev.gantry.reconciler.pods;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.reconciler.controller.NamespaceGoing;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.ownership.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates, deletes, adopts and releases pods in bulk, and says so in events on their owner. */
public final class PodWrites {

    public static final ResourceType PODS = Catalog.builtIn().require("pods");

    /** How batches of creations grow: a template that is refused is refused once, not 500 times. */
    private static final int GROWTH = 16;

    private final StateClient client;
    private final EventRecorder events;

    public PodWrites(StateClient client, EventRecorder events) {
        this.client = client;
        this.events = events;
    }

    /**
     * What came of it.
     *
     * @param failure the first refusal, null when there was none
     * @param known false when some of it may or may not have been written
     */
    public record Outcome(int done, @Nullable ApiError failure, boolean known) {

        static final Outcome NOTHING = new Outcome(0, null, true);

        Outcome and(Outcome next) {
            return new Outcome(
                    done + next.done,
                    failure == null ? next.failure : failure,
                    known && next.known);
        }
    }

    /**
     * Creates pods, beginning with one and going on in growing batches until one is refused.
     *
     * @param trusted that the template has been accepted before: all at once
     */
    public Outcome create(HasMetadata owner, List<Pod> pods, boolean trusted) {
        Outcome outcome = Outcome.NOTHING;
        int batch = trusted ? pods.size() : 1;
        for (int from = 0; from < pods.size() && outcome.failure == null; ) {
            int to = Math.min(pods.size(), from + batch);
            outcome = outcome.and(createAll(owner, pods.subList(from, to)));
            from = to;
            batch *= GROWTH;
        }
        return outcome;
    }

    private Outcome createAll(HasMetadata owner, List<Pod> pods) {
        String namespace = owner.getMetadata().getNamespace();
        List<WriteGroup> groups =
                pods.stream()
                        .map(p -> WriteGroup.of(Write.create(PODS, namespace, Json.tree(p))))
                        .toList();
        Outcome outcome = Outcome.NOTHING;
        List<WriteResult> results = client.writeAll(groups);
        for (int i = 0; i < results.size(); i++) {
            outcome = outcome.and(created(owner, pods.get(i), results.get(i)));
        }
        return outcome;
    }

    private Outcome created(HasMetadata owner, Pod pod, WriteResult result) {
        return switch (result) {
            case WriteResult.Written written -> {
                events.normal(
                        owner, "SuccessfulCreate", "Created pod: " + pod.getMetadata().getName());
                yield new Outcome(1, null, true);
            }
            case WriteResult.Refused refused -> notCreated(owner, refused.error());
        };
    }

    private Outcome notCreated(HasMetadata owner, ApiError error) {
        if (error.reason().equals("AlreadyExists") || NamespaceGoing.isCause(error)) {
            // ours from an attempt whose answer was lost; or everything is going anyway
            return Outcome.NOTHING;
        }
        events.warning(owner, "FailedCreate", "Error creating: " + error.message());
        return new Outcome(0, error, error.code() < 500);
    }

    /** Deletes exactly these pods; one that is gone already counts as done. */
    public Outcome delete(HasMetadata owner, List<Pod> pods) {
        if (pods.isEmpty()) {
            return Outcome.NOTHING;
        }
        List<WriteGroup> groups =
                pods.stream()
                        .map(
                                p ->
                                        WriteGroup.of(
                                                Write.delete(
                                                        PODS,
                                                        p.getMetadata().getNamespace(),
                                                        p.getMetadata().getName(),
                                                        Patches.deletion(
                                                                p.getMetadata().getUid()))))
                        .toList();
        Outcome outcome = Outcome.NOTHING;
        List<WriteResult> results = client.writeAll(groups);
        for (int i = 0; i < results.size(); i++) {
            outcome = outcome.and(deleted(owner, pods.get(i), results.get(i)));
        }
        return outcome;
    }

    private Outcome deleted(HasMetadata owner, Pod pod, WriteResult result) {
        String name = pod.getMetadata().getName();
        return switch (result) {
            case WriteResult.Written written -> {
                events.normal(owner, "SuccessfulDelete", "Deleted pod: " + name);
                yield new Outcome(1, null, true);
            }
            case WriteResult.Refused refused -> {
                int code = refused.error().code();
                if (code == 404 || code == 409) {
                    yield Outcome.NOTHING;
                }
                events.warning(
                        owner,
                        "FailedDelete",
                        "Error deleting: " + name + ": " + refused.error().message());
                yield new Outcome(0, refused.error(), code < 500);
            }
        };
    }

    /** Makes the owner the controller of each object, unless it has changed since it was seen. */
    public static List<WriteGroup> adoptions(
            ResourceType type, HasMetadata owner, List<? extends HasMetadata> objects) {
        return references(type, objects, one -> Owners.with(one, owner));
    }

    /** Takes the owner's reference off each object. */
    public static List<WriteGroup> releases(
            ResourceType type, HasMetadata owner, List<? extends HasMetadata> objects) {
        return references(type, objects, one -> Owners.without(one, owner));
    }

    private static List<WriteGroup> references(
            ResourceType type,
            List<? extends HasMetadata> objects,
            java.util.function.Function<HasMetadata, List<OwnerReference>> change) {
        List<WriteGroup> groups = new ArrayList<>();
        for (HasMetadata one : objects) {
            ObjectNode patch = Patches.exactly(one);
            ArrayNode references = patch.withObject("metadata").putArray("ownerReferences");
            change.apply(one).forEach(ref -> references.add(Json.tree(ref)));
            groups.add(WriteGroup.of(Patches.write(type, one, patch)));
        }
        return groups;
    }
}
