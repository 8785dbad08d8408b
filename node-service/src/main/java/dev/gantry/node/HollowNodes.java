package dev.gantry.node;

import dev.gantry.client.StateClient;
import dev.gantry.client.informer.Informer;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.node.agent.HostFacts;
import dev.gantry.node.agent.NodeAgent;
import dev.gantry.node.agent.NodeIdentity;
import dev.gantry.node.pod.NodeContext;
import dev.gantry.node.pod.PodEvents;
import dev.gantry.node.pod.StatusWriter;
import dev.gantry.node.podnetwork.Ipv4Range;
import dev.gantry.node.podnetwork.PodAddresses;
import dev.gantry.node.reference.AnyReferences;
import dev.gantry.node.runtime.EngineInfo;
import dev.gantry.node.runtime.hollow.HollowRuntime;
import dev.gantry.node.volume.NoVolumes;
import dev.gantry.node.volume.Resolver;
import dev.gantry.runtime.state.StateAccess;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * Nodes without containers, {@code hollow-0} and so on, for scale tests. They share one informer of
 * pods and one runtime in memory, and send no events.
 */
final class HollowNodes implements AutoCloseable {

    private static final int NODE_PREFIX = 24;
    private static final int AT_ONCE = 1_000;
    private static final long STORAGE_BYTES = 1L << 40;

    private final NodeSettings settings;
    private final StateAccess access;
    private final Clock clock;
    private final HollowRuntime runtime;
    private final Semaphore starts = new Semaphore(AT_ONCE);
    private final Map<String, Feed> feeds = new ConcurrentHashMap<>();
    private final List<RunningNode> nodes = new CopyOnWriteArrayList<>();

    HollowNodes(NodeSettings settings, StateAccess access, Clock clock) {
        this.settings = settings;
        this.access = access;
        this.clock = clock;
        this.runtime = new HollowRuntime(clock);
    }

    void start(InformerFactory shared, int port) {
        Ipv4Range all = Ipv4Range.parse(settings.hollowPodCidr());
        for (int k = 0; k < settings.hollowNodes(); k++) {
            feeds.put(name(k), new Feed());
        }
        shared.informer("pods", Pod.class).listen(new Sorting());
        for (int k = 0; k < settings.hollowNodes(); k++) {
            nodes.add(node(name(k), all.part(NODE_PREFIX, k), port));
        }
    }

    private static String name(int k) {
        return "hollow-" + k;
    }

    private RunningNode node(String name, Ipv4Range range, int port) {
        StateClient state = access.asNode(name);
        EngineInfo engine = runtime.info();
        HostFacts host =
                new HostFacts(
                        name,
                        name,
                        name,
                        "hollow",
                        "Hollow",
                        engine.architecture(),
                        engine.cpus(),
                        engine.memoryBytes(),
                        STORAGE_BYTES);
        StatusWriter statuses = new StatusWriter(state, name);
        NodeContext context =
                new NodeContext(
                        name,
                        new NodeContext.Facts(
                                settings.address(),
                                "hollow",
                                engine.cpus() * 1000L,
                                engine.memoryBytes(),
                                0),
                        runtime,
                        state,
                        new AnyReferences(),
                        new NoVolumes(),
                        new PodAddresses(range),
                        new Resolver("", settings.clusterDomain(), ""),
                        Silent.EVENTS,
                        statuses,
                        starts,
                        clock);
        return new RunningNode(
                new NodeIdentity(
                        name,
                        settings.address(),
                        port,
                        range.toString(),
                        settings.maxPods(),
                        Map.of("type", "hollow")),
                host,
                context,
                Objects.requireNonNull(feeds.get(name)),
                new NodeAgent.Periods(settings.heartbeat(), settings.statusPeriod()),
                List.of(statuses));
    }

    int pods() {
        return nodes.stream().mapToInt(n -> n.pods().size()).sum();
    }

    /** Hands each pod to the node that it is bound to. Called on the informer's one thread. */
    private final class Sorting implements Informer.Listener<Pod> {

        @Override
        public void added(Pod pod) {
            Feed feed = feed(pod);
            if (feed != null) {
                feed.put(pod);
            }
        }

        @Override
        public void changed(Pod before, Pod after) {
            added(after);
        }

        @Override
        public void removed(Pod last) {
            Feed feed = feed(last);
            if (feed != null) {
                feed.remove(last);
            }
        }

        private @org.jspecify.annotations.Nullable Feed feed(Pod pod) {
            String node = pod.getSpec().getNodeName();
            return node == null ? null : feeds.get(node);
        }
    }

    @Override
    public void close() {
        nodes.forEach(RunningNode::close);
        runtime.close();
    }

    /** The events of hollow pods: none. */
    private enum Silent implements PodEvents {
        EVENTS;

        @Override
        public void normal(Pod pod, String container, String reason, String message) {}

        @Override
        public void warning(Pod pod, String container, String reason, String message) {}
    }
}
