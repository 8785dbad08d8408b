package dev.gantry.reconciler.nodelifecycle;

import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.nodelifecycle.TaintDecider.Eviction;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The loop that keeps the taints which follow from a node's conditions. */
public final class NodeTaints implements Reconciler {

    private final Informer<Node> nodes;
    private final StateClient client;
    private final Clock clock;
    private final EvictionPace pace;
    private final NodeLifecycleSettings settings;

    private NodeTaints(Informer<Node> nodes, NodeLifecycleSettings settings, Surroundings around) {
        this.nodes = nodes;
        this.client = around.client();
        this.clock = around.clock();
        this.pace = new EvictionPace(settings, around::nanoTime);
        this.settings = settings;
    }

    public static ControllerLoop loop(Surroundings around, NodeLifecycleSettings settings) {
        Informer<Node> nodes = around.informers().informer("nodes", Node.class);
        Trigger<Node> trigger =
                (before, after, queue) -> {
                    if (after != null && (before == null || !sameToTaints(before, after))) {
                        queue.accept(new Reconciler.ObjectName("", after.getMetadata().getName()));
                    }
                };
        return around.loop(new NodeTaints(nodes, settings, around)).watch("nodes", nodes, trigger);
    }

    private static boolean sameToTaints(Node a, Node b) {
        return Objects.equals(a.getSpec(), b.getSpec()) && statuses(a).equals(statuses(b));
    }

    private static List<String> statuses(Node node) {
        return node.getStatus() == null
                ? List.of()
                : node.getStatus().getConditions().stream()
                        .map((NodeCondition c) -> c.getType() + c.getStatus())
                        .toList();
    }

    @Override
    public String name() {
        return "nodetaint";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        Node node = nodes.get("", key.name());
        if (node == null) {
            return Requeue.onChange();
        }
        Instant now = clock.instant();
        Eviction eviction = eviction(node);
        List<Taint> present = node.getSpec() == null ? List.of() : node.getSpec().getTaints();
        List<Taint> wanted = TaintDecider.decide(node, eviction, now);
        if (!wanted.equals(present)) {
            write(node, wanted);
        }
        return NodeFacts.isReady(node)
                ? Requeue.onChange()
                : Requeue.after(settings.monitorPeriod());
    }

    /** Asks for a permit only where a taint would have to be added. */
    private Eviction eviction(Node node) {
        if (NodeFacts.isReady(node)) {
            return Eviction.LATER;
        }
        List<Node> all = nodes.list();
        if (NodeFacts.isFullyDisrupted(all)) {
            return Eviction.SUSPENDED;
        }
        boolean tainted =
                node.getSpec() != null && TaintDecider.hasEither(node.getSpec().getTaints());
        return tainted ? Eviction.LATER : pace.ask(node, all);
    }

    private void write(Node node, List<Taint> taints) {
        ObjectNode patch = Patches.exactly(node);
        ArrayNode array = patch.putObject("spec").putArray("taints");
        taints.forEach(t -> array.add(Json.tree(t)));
        Writes.one(client, Patches.write(NodeSilence.NODES, node, patch));
    }
}
