package dev.gantry.reconciler.podgc;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.pods.PodConditions;
import dev.gantry.reconciler.pods.PodWrites;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The loop that looks at all pods every now and then. */
public final class PodGarbage implements Reconciler {

    private static final Duration PERIOD = Duration.ofSeconds(20);

    /** A node must have been missing for this long before its pods go. */
    private static final Duration QUARANTINE = Duration.ofSeconds(40);

    /** Finished pods that are kept; the oldest above it go. */
    static final int FINISHED_LIMIT = 12_500;

    private final Informer<Pod> pods;
    private final Informer<Node> nodes;
    private final StateClient client;
    private final Clock clock;
    private final Map<String, Instant> missingSince = new HashMap<>();

    private PodGarbage(Informer<Node> nodes, Surroundings around) {
        this.nodes = nodes;
        this.pods = around.pods();
        this.client = around.client();
        this.clock = around.clock();
    }

    public static ControllerLoop loop(Surroundings around) {
        Informer<Node> nodes = around.informers().informer("nodes", Node.class);
        ObjectName all = new ObjectName("", "all");
        Trigger<Pod> first =
                (before, after, queue) -> {
                    if (before == null) {
                        queue.accept(all);
                    }
                };
        Trigger<Node> gone =
                (before, after, queue) -> {
                    if (after == null) {
                        queue.accept(all);
                    }
                };
        return around.loop(new PodGarbage(nodes, around))
                .watch("pods", around.pods(), first)
                .watch("nodes", nodes, gone);
    }

    @Override
    public String name() {
        return "podgc";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        List<Pod> all = pods.list();
        List<Pod> orphans = orphans(all);
        for (Pod pod : orphans) {
            fail(pod);
        }
        List<Pod> unassigned =
                all.stream().filter(p -> Pods.isTerminating(p) && nodeOf(p).isEmpty()).toList();
        List<Pod> doomed = new ArrayList<>(orphans);
        doomed.addAll(unassigned);
        doomed.addAll(oldFinished(all, FINISHED_LIMIT));
        Writes.deletions(client, doomed.stream().distinct().map(PodGarbage::deletion).toList());
        return all.isEmpty() ? Requeue.onChange() : Requeue.after(PERIOD);
    }

    /** Pure: the oldest finished pods above the limit. */
    static List<Pod> oldFinished(List<Pod> all, int limit) {
        List<Pod> finished =
                all.stream()
                        .filter(p -> Pods.isFinished(p) && !Pods.isTerminating(p))
                        .sorted(Comparator.comparing(Pods::created))
                        .toList();
        return finished.subList(0, Math.max(0, finished.size() - limit));
    }

    private static String nodeOf(Pod pod) {
        String node = pod.getSpec().getNodeName();
        return node == null ? "" : node;
    }

    private List<Pod> orphans(List<Pod> all) {
        Set<String> missing = new HashSet<>();
        for (Pod pod : all) {
            String node = nodeOf(pod);
            if (!node.isEmpty() && nodes.get("", node) == null) {
                missing.add(node);
            }
        }
        missingSince.keySet().retainAll(missing);
        Instant now = clock.instant();
        missing.forEach(n -> missingSince.putIfAbsent(n, now));
        Set<String> gone = new HashSet<>();
        for (String node : missing) {
            Instant since = missingSince.getOrDefault(node, now);
            boolean longEnough = !since.plus(QUARANTINE).isAfter(now);
            if (longEnough && client.get(Catalog.builtIn().require("nodes"), "", node) == null) {
                gone.add(node);
            }
        }
        return all.stream().filter(p -> gone.contains(nodeOf(p))).toList();
    }

    /** Nobody will report on it any more: what had not finished has failed. */
    private void fail(Pod pod) {
        if (Pods.isFinished(pod)) {
            return;
        }
        ObjectNode patch =
                PodConditions.disruption(
                        pod, "DeletionByPodGC", "PodGC: node no longer exists", clock.instant());
        Json.child(patch, "status").put("phase", "Failed");
        client.patch(
                PodWrites.PODS,
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                "status",
                Patches.MERGE,
                patch);
    }

    private static Write deletion(Pod pod) {
        ObjectNode options = Patches.deletion(pod.getMetadata().getUid());
        options.put("gracePeriodSeconds", 0);
        return Write.delete(
                PodWrites.PODS,
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                options);
    }
}
