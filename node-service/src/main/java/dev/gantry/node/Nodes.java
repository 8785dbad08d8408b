package dev.gantry.node;

import dev.gantry.client.StateClient;
import dev.gantry.client.informer.Informer;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.client.informer.InformerSettings;
import dev.gantry.client.informer.Informers;
import dev.gantry.client.trace.Steps;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.node.agent.HostFacts;
import dev.gantry.node.agent.NodeAgent;
import dev.gantry.node.agent.NodeIdentity;
import dev.gantry.node.hostnetwork.NetworkSettings;
import dev.gantry.node.pod.NodeContext;
import dev.gantry.node.pod.PodView;
import dev.gantry.node.pod.RecordedPodEvents;
import dev.gantry.node.pod.StatusWriter;
import dev.gantry.node.podnetwork.Ipv4Range;
import dev.gantry.node.podnetwork.PodAddresses;
import dev.gantry.node.podnetwork.PodNetwork;
import dev.gantry.node.reference.WatchedReferences;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.server.AgentServer;
import dev.gantry.node.server.Presence;
import dev.gantry.node.server.Reports;
import dev.gantry.node.statistics.NodeStatistics;
import dev.gantry.node.volume.FieldValues;
import dev.gantry.node.volume.HostDirectoryVolumes;
import dev.gantry.node.volume.Resolver;
import dev.gantry.runtime.launch.ClusterSettings;
import dev.gantry.runtime.state.StateAccess;
import dev.gantry.runtime.tls.Certificates;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** The nodes of this host. Each speaks to the API as itself and has informers of its own. */
public final class Nodes implements AutoCloseable {

    private final NodeSettings settings;
    private final NetworkSettings network;
    private final PodNetwork podNetwork;
    private final StateAccess access;
    private final Certificates certificates;
    private final AgentServer server;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Steps steps;
    private final Path data;
    private final HostFacts host;
    private final ContainerRuntime runtime;
    private final Semaphore starts;
    private final HollowNodes hollow;
    private final Map<String, NodeStatistics> statistics = new ConcurrentHashMap<>();
    private final List<RunningNode> nodes = new CopyOnWriteArrayList<>();

    Nodes(
            NodeSettings settings,
            NetworkSettings network,
            ClusterSettings cluster,
            ContainerRuntime runtime,
            StateAccess access,
            Certificates certificates,
            Presence presence,
            Clock clock,
            MeterRegistry metrics,
            Steps steps) {
        this.settings = settings;
        this.network = network;
        this.podNetwork =
                PodNetwork.of(cluster.clusterId(), network.podCidr(), settings.podCidrMask());
        this.access = access;
        this.certificates = certificates;
        this.server =
                new AgentServer(settings.address(), this::find, runtime, this::report, presence);
        this.clock = clock;
        this.metrics = metrics;
        this.steps = steps;
        this.data = cluster.dataDir().toAbsolutePath().normalize();
        this.host = HostFacts.read(data);
        this.runtime = runtime;
        this.starts = new Semaphore(settings.parallelStarts());
        this.hollow = new HollowNodes(settings, access, clock);
    }

    /** Begins; the API need not answer yet. */
    void start(InformerFactory shared) {
        server.start();
        int firstPort = 0;
        Informer<Service> services = shared.informer("services", Service.class);
        for (int k = 0; k < settings.names().size(); k++) {
            String name = settings.names().get(k);
            int port = server.listen(name, certificates.node(name));
            firstPort = k == 0 ? port : firstPort;
            nodes.add(node(name, podNetwork.ofNode(k), port, services));
        }
        if (settings.hollowNodes() > 0) {
            hollow.start(shared, firstPort);
        }
    }

    private RunningNode node(String name, Ipv4Range range, int port, Informer<Service> services) {
        StateClient state = access.asNode(name);
        InformerFactory informers = Informers.create(state, null, InformerSettings.USUAL, metrics);
        EventRecorder events = new EventRecorder(state, "kubelet", clock, metrics);
        StatusWriter statuses = new StatusWriter(state, name);
        WatchedReferences references = new WatchedReferences(informers, state, services);
        NodeContext context =
                new NodeContext(
                        name,
                        facts(),
                        runtime,
                        state,
                        references,
                        new HostDirectoryVolumes(
                                data.resolve("node").resolve(name).resolve("pods"),
                                references,
                                this::here,
                                clock),
                        new PodAddresses(range),
                        new Resolver(
                                network.dnsAddress(), settings.clusterDomain(), hostResolver()),
                        new RecordedPodEvents(events),
                        statuses,
                        starts,
                        clock,
                        steps);
        Informer<Pod> bound =
                informers.selected("pods", Pod.class, "", "spec.nodeName=" + name, "", Map.of());
        informers.start();
        RunningNode running =
                new RunningNode(
                        new NodeIdentity(
                                name,
                                settings.address(),
                                port,
                                range.toString(),
                                settings.maxPods(),
                                settings.labels()),
                        host,
                        context,
                        bound::listen,
                        new NodeAgent.Periods(settings.heartbeat(), settings.statusPeriod()),
                        List.of(statuses, events, informers));
        statistics.put(
                name,
                new NodeStatistics(
                        name,
                        host.cpus(),
                        data,
                        runtime,
                        context.volumes(),
                        clock,
                        running.pods()::views,
                        running.pods().probeCounts()));
        return running;
    }

    private Optional<Reports.Report> report(String node, String path) {
        return Optional.ofNullable(statistics.get(node)).flatMap(s -> s.get(path));
    }

    private NodeContext.Facts facts() {
        return new NodeContext.Facts(
                settings.address(),
                "docker",
                host.cpus() * 1000L,
                host.memoryBytes(),
                settings.podPidsLimit());
    }

    private FieldValues.Here here(Pod pod) {
        String address =
                pod.getStatus() == null || pod.getStatus().getPodIP() == null
                        ? ""
                        : pod.getStatus().getPodIP();
        return new FieldValues.Here(
                address, settings.address(), host.cpus() * 1000L, host.memoryBytes());
    }

    private static String hostResolver() {
        try {
            return Files.readString(Path.of("/etc/resolv.conf"));
        } catch (IOException none) {
            return "";
        }
    }

    /** A pod of this host by name. O(pods). */
    public Optional<PodView> find(String namespace, String name) {
        return nodes.stream().flatMap(n -> n.pods().find(namespace, name).stream()).findFirst();
    }

    /** Whether the engine answers for every node. */
    boolean engineUp() {
        return nodes.stream().allMatch(n -> n.pods().engine().up());
    }

    int pods() {
        return nodes.stream().mapToInt(n -> n.pods().size()).sum() + hollow.pods();
    }

    @Override
    public void close() {
        server.close();
        nodes.forEach(RunningNode::close);
        hollow.close();
    }
}
