package dev.gantry.reconciler.nodelifecycle;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.pods.PodWrites;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The loop that looks at all nodes every few seconds for one that has fallen silent. */
public final class NodeSilence implements Reconciler {

    static final ResourceType NODES = Catalog.builtIn().require("nodes");
    private static final ObjectName ALL = new ObjectName("", "all");

    private final Informer<Node> nodes;
    private final Informer<Lease> leases;
    private final Informer<Pod> pods;
    private final Heartbeats heartbeats;
    private final StateClient client;
    private final EventRecorder events;
    private final Clock clock;
    private final NodeLifecycleSettings settings;

    private NodeSilence(
            Informer<Node> nodes,
            Informer<Lease> leases,
            NodeLifecycleSettings settings,
            EventRecorder events,
            Surroundings around) {
        this.nodes = nodes;
        this.leases = leases;
        this.pods = around.pods();
        this.client = around.client();
        this.events = events;
        this.clock = around.clock();
        this.settings = settings;
        this.heartbeats =
                new Heartbeats(around::nanoTime, settings.monitorPeriod().multipliedBy(3));
    }

    public static ControllerLoop loop(Surroundings around, NodeLifecycleSettings settings) {
        Informer<Node> nodes = around.informers().informer("nodes", Node.class);
        Informer<Lease> leases =
                around.informers().informer("leases.coordination.k8s.io", Lease.class);
        NodeSilence silence =
                new NodeSilence(nodes, leases, settings, around.events("node-controller"), around);
        Trigger<Lease> lease =
                (before, after, queue) -> {
                    Lease either = after == null ? before : after;
                    if (either != null
                            && Heartbeats.NAMESPACE.equals(either.getMetadata().getNamespace())) {
                        silence.heartbeats.leaseChanged(before, after);
                    }
                };
        Trigger<Node> node =
                (before, after, queue) -> {
                    if (before == null) {
                        queue.accept(ALL);
                    } else if (after == null) {
                        silence.heartbeats.forget(before.getMetadata().getName());
                    }
                };
        return around.loop(silence)
                .watch("nodes", nodes, node)
                .watch("leases.coordination.k8s.io", leases, lease)
                .watch("pods", around.pods(), (before, after, queue) -> {});
    }

    @Override
    public String name() {
        return "nodelifecycle";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        heartbeats.look(leases.fresh(settings.monitorPeriod()));
        List<Node> silent =
                nodes.list().stream()
                        .filter(
                                n ->
                                        SilenceDecider.isSilent(
                                                n,
                                                heartbeats.silence(n.getMetadata().getName()),
                                                settings))
                        .toList();
        List<WriteGroup> groups = new ArrayList<>();
        silent.forEach(node -> markUnknown(node, groups));
        silent.forEach(node -> markPods(node, groups));
        Writes.all(client, groups);
        return Requeue.after(settings.monitorPeriod());
    }

    private void markUnknown(Node node, List<WriteGroup> groups) {
        List<NodeCondition> after = SilenceDecider.unknown(node, clock.instant());
        if (node.getStatus() != null && after.equals(node.getStatus().getConditions())) {
            return;
        }
        ObjectNode patch = Patches.exactly(node);
        ArrayNode conditions = patch.putObject("status").putArray("conditions");
        after.forEach(c -> conditions.add(Json.tree(c)));
        groups.add(WriteGroup.of(Patches.write(NODES, node, "status", patch)));
        events.normal(
                node,
                "NodeNotReady",
                "Node %s status is now: NodeNotReady".formatted(node.getMetadata().getName()));
    }

    /** Pods that nobody reports on are not ready: traffic goes elsewhere. */
    private void markPods(Node node, List<WriteGroup> groups) {
        for (Pod pod : pods.byIndex(Surroundings.BY_NODE, node.getMetadata().getName())) {
            if (Pods.isReady(pod) && !Pods.isFinished(pod)) {
                ObjectNode patch = Patches.exactly(pod);
                ArrayNode conditions = patch.putObject("status").putArray("conditions");
                pod.getStatus().getConditions().forEach(c -> conditions.add(Json.tree(unready(c))));
                groups.add(WriteGroup.of(Patches.write(PodWrites.PODS, pod, "status", patch)));
                events.warning(pod, "NodeNotReady", "Node is not ready");
            }
        }
    }

    private PodCondition unready(PodCondition condition) {
        return condition.getType().equals("Ready")
                ? new PodConditionBuilder(condition)
                        .withStatus("False")
                        .withLastTransitionTime(
                                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                        .build()
                : condition;
    }
}
