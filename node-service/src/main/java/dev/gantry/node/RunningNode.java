package dev.gantry.node;

import dev.gantry.node.agent.HostFacts;
import dev.gantry.node.agent.NodeAgent;
import dev.gantry.node.agent.NodeIdentity;
import dev.gantry.node.pod.NodeContext;
import dev.gantry.node.pod.NodePods;
import dev.gantry.node.runtime.ContainerRuntime;
import java.util.List;
import java.util.Optional;

/** One node at work: its agent and its pods. Closing it leaves its containers running. */
final class RunningNode implements AutoCloseable {

    private final NodePods pods;
    private final NodeAgent agent;
    private final ContainerRuntime.Subscription engine;
    private final List<AutoCloseable> more;

    /**
     * @param more closed last, in this order
     */
    RunningNode(
            NodeIdentity identity,
            HostFacts host,
            NodeContext context,
            NodePods.BoundPods bound,
            NodeAgent.Periods periods,
            List<AutoCloseable> more) {
        this.more = more;
        this.pods = new NodePods(context, bound, this::engineChanged);
        this.agent =
                new NodeAgent(
                        identity,
                        host,
                        context.state(),
                        context.runtime(),
                        this::trouble,
                        periods,
                        context.clock());
        pods.start();
        agent.start();
        this.engine = context.runtime().follow(pods.runtimeListener());
    }

    private void engineChanged() {
        agent.look();
    }

    private Optional<String> trouble() {
        NodePods.EngineState engineState = pods.engine();
        return engineState.up()
                ? Optional.empty()
                : Optional.of("container runtime is down: " + engineState.why());
    }

    NodePods pods() {
        return pods;
    }

    @Override
    public void close() {
        engine.close();
        agent.close();
        pods.close();
        for (AutoCloseable part : more) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("a node did not close", e);
            }
        }
    }
}
