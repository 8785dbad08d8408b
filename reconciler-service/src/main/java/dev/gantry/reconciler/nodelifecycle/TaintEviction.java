package dev.gantry.reconciler.nodelifecycle;

import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.pods.PodConditions;
import dev.gantry.reconciler.pods.PodWrites;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The loop that removes pods from nodes whose taints they do not tolerate, or no longer. */
public final class TaintEviction implements Reconciler {

    /** The feed must have proven itself this recently before a pod is removed. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Informer<Node> nodes;
    private final Informer<Pod> pods;
    private final StateClient client;
    private final EventRecorder events;
    private final Clock clock;

    private TaintEviction(Informer<Node> nodes, EventRecorder events, Surroundings around) {
        this.nodes = nodes;
        this.pods = around.pods();
        this.client = around.client();
        this.events = events;
        this.clock = around.clock();
    }

    public static ControllerLoop loop(Surroundings around) {
        Informer<Node> nodes = around.informers().informer("nodes", Node.class);
        TaintEviction eviction =
                new TaintEviction(nodes, around.events("taint-eviction-controller"), around);
        Trigger<Node> node =
                (before, after, queue) -> {
                    if (after != null && !noExecute(after).equals(noExecute(before))) {
                        queue.accept(new ObjectName("", after.getMetadata().getName()));
                    }
                };
        Trigger<Pod> pod =
                (before, after, queue) -> {
                    if (after != null && changed(before, after)) {
                        queue.accept(new ObjectName("", after.getSpec().getNodeName()));
                    }
                };
        return around.loop(eviction).watch("nodes", nodes, node).watch("pods", around.pods(), pod);
    }

    private static List<Taint> noExecute(@org.jspecify.annotations.Nullable Node node) {
        return node == null || node.getSpec() == null
                ? List.of()
                : node.getSpec().getTaints().stream()
                        .filter(t -> "NoExecute".equals(t.getEffect()))
                        .toList();
    }

    private static boolean changed(@org.jspecify.annotations.Nullable Pod before, Pod after) {
        String node = after.getSpec().getNodeName();
        return node != null
                && !node.isEmpty()
                && (before == null
                        || !node.equals(before.getSpec().getNodeName())
                        || !Objects.equals(
                                before.getSpec().getTolerations(),
                                after.getSpec().getTolerations()));
    }

    @Override
    public String name() {
        return "tainteviction";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        Node node = nodes.get("", key.name());
        if (node == null || noExecute(node).isEmpty()) {
            return Requeue.onChange();
        }
        if (!nodes.fresh(FRESH)) {
            return Requeue.after(FRESH);
        }
        Instant now = clock.instant();
        Instant next = Instant.MAX;
        List<Pod> due = new ArrayList<>();
        for (Pod pod : pods.byIndex(Surroundings.BY_NODE, key.name())) {
            Optional<Instant> leaves = EvictionDecider.leavesAt(pod, node, now);
            if (leaves.isPresent() && !leaves.get().isAfter(now)) {
                due.add(pod);
            } else if (leaves.isPresent() && leaves.get().isBefore(next)) {
                next = leaves.get();
            }
        }
        evict(due);
        return next.equals(Instant.MAX)
                ? Requeue.onChange()
                : Requeue.after(Duration.between(now, next));
    }

    private void evict(List<Pod> due) {
        List<Write> deletions = new ArrayList<>();
        for (Pod pod : due) {
            client.patch(
                    PodWrites.PODS,
                    pod.getMetadata().getNamespace(),
                    pod.getMetadata().getName(),
                    "status",
                    Patches.MERGE,
                    PodConditions.disruption(
                            pod,
                            "DeletionByTaintManager",
                            "Taint manager: deleting due to NoExecute taint",
                            clock.instant()));
            events.normal(
                    pod,
                    "TaintManagerEviction",
                    "Marking for deletion Pod "
                            + pod.getMetadata().getNamespace()
                            + "/"
                            + pod.getMetadata().getName());
            deletions.add(
                    Write.delete(
                            PodWrites.PODS,
                            pod.getMetadata().getNamespace(),
                            pod.getMetadata().getName(),
                            Patches.deletion(pod.getMetadata().getUid())));
        }
        Writes.deletions(client, deletions);
    }
}
