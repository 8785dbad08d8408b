package dev.gantry.cli;

import dev.gantry.cli.argument.Choice;
import dev.gantry.cli.argument.Count;
import dev.gantry.cli.argument.PortNumber;
import dev.gantry.cli.argument.ReadableFile;
import dev.gantry.cli.argument.Setting;
import dev.gantry.cli.cluster.ClusterProcess;
import dev.gantry.cli.cluster.DataDirectory;
import dev.gantry.cli.cluster.FreeSpace;
import dev.gantry.cli.cluster.Ports;
import dev.gantry.cli.cluster.StartOptions;
import dev.gantry.cli.cluster.UpLock;
import dev.gantry.cli.engine.Engine;
import dev.gantry.cli.engine.EngineSocket;
import dev.gantry.cli.engine.ImageBuild;
import dev.gantry.cli.manifest.Application;
import dev.gantry.cli.manifest.Availability;
import dev.gantry.cli.manifest.Manifest;
import dev.gantry.cli.manifest.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Starts a cluster on this machine and applies manifests to it.",
        sortOptions = false)
final class UpCommand implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();

    @Option(
            names = "-f",
            paramLabel = "FILE",
            converter = ReadableFile.class,
            description =
                    "Apply this manifest and wait until its workloads are available; repeatable. The"
                            + " image of a NAME/Dockerfile beside NAME.yaml is built first.")
    private List<Path> files = List.of();

    @Option(
            names = "--nodes",
            paramLabel = "N",
            converter = Count.Nodes.class,
            description = "Nodes on this engine; default 1.")
    private int nodes = 1;

    @Option(
            names = "--hollow-nodes",
            paramLabel = "N",
            converter = Count.HollowNodes.class,
            description = "Simulated nodes for scale tests; default 0.")
    private int hollowNodes;

    @Option(
            names = "--topology",
            paramLabel = "HOW",
            converter = Choice.Topology.class,
            description = "standalone (one process, the default) or processes (one a service).")
    private String topology = "standalone";

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "Default 6443.")
    private int apiPort = 6443;

    @Option(
            names = "--ingress-port",
            paramLabel = "PORT",
            converter = PortNumber.class,
            description = "Default 8080, or the next free one.")
    private int ingressPort = 8080;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            converter = Setting.class,
            description = "Any setting of docs/configuration.md; repeatable.")
    private List<String> settings = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = Count.Some.class,
            description = "How long to wait for workloads; default 180.")
    private int timeoutSeconds = 180;

    @Override
    public Integer call() throws InterruptedException {
        List<Manifest> manifests = files.stream().map(Manifest::read).toList();
        DataDirectory data = common.data();
        ClusterProcess cluster = common.process();
        try (UpLock lock = UpLock.take(data, "up")) {
            Optional<ProcessHandle> running = cluster.running();
            EngineSocket socket =
                    running.isPresent()
                            ? common.engineSocket()
                            : EngineSocket.of(settings, System.getenv());
            Engine.Found engine = engine(data, socket);
            boolean nodeReady =
                    running.isPresent() ? alreadyUp(running.get()) : start(data, socket, engine);
            if (!nodeReady) {
                return 3;
            }
            boolean available = deploy(socket, manifests);
            cluster.trainInBackground();
            return available ? 0 : 1;
        }
    }

    /** The first line names the engine that runs the pods, not another that answers too. */
    private Engine.Found engine(DataDirectory data, EngineSocket socket) {
        Engine.Found engine = new Engine(data, socket, !common.noInstall).ensure();
        String jdk = "JDK " + Runtime.version().toString().replaceAll("[+-].*", "");
        System.out.println(
                switch (engine) {
                    case Engine.Found.Ready ready ->
                            "%s · docker %s%s%s"
                                    .formatted(
                                            jdk,
                                            ready.version().replaceAll("[+-].*", ""),
                                            socket.usual() ? "" : " at " + socket.path(),
                                            ready.how().isEmpty() ? "" : " (" + ready.how() + ")");
                    case Engine.Found.None none -> jdk + " · no container engine: " + none.why();
                });
        if (engine instanceof Engine.Found.Ready && !Engine.isRoot()) {
            System.out.println(
                    "you are not root: pods run, but Services and NodePorts are not served");
        }
        return engine;
    }

    private boolean alreadyUp(ProcessHandle process) throws InterruptedException {
        new StartProgress(common).await(process, false);
        System.out.println("gantry is already up (process " + process.pid() + ")");
        Optional<String> node = Readiness.await(common, Duration.ofSeconds(10));
        if (node.isEmpty()) {
            tellWhyNotReady();
        }
        return node.isPresent();
    }

    private boolean start(DataDirectory data, EngineSocket socket, Engine.Found engine)
            throws InterruptedException {
        if (!Ports.free(apiPort)) {
            throw new Refusal(
                    2,
                    "port %d on 127.0.0.1 is in use by another program; free it or choose another with"
                                    .formatted(apiPort)
                            + " --api-port");
        }
        FreeSpace.complaint(data).ifPresent(System.out::println);
        int ingress = Ports.freeFrom(ingressPort);
        if (ingress != ingressPort) {
            System.out.printf("port %d is in use; the ingress takes %d%n", ingressPort, ingress);
        }
        List<String> all = new ArrayList<>(settings);
        all.add(socket.setting());
        StartOptions options =
                new StartOptions(topology, nodes, hollowNodes, apiPort, ingress, all);
        socket.remember(data);
        ClusterProcess cluster = common.process();
        ProcessHandle process = cluster.start(options);
        new StartProgress(common).await(process, true);
        Duration patience = Duration.ofSeconds(engine instanceof Engine.Found.Ready ? 60 : 5);
        Optional<String> node = Readiness.await(common, patience);
        System.out.println(
                " · API https://127.0.0.1:" + apiPort + " · " + node.orElse("no node is Ready"));
        if (node.isEmpty()) {
            tellWhyNotReady();
        }
        return node.isPresent();
    }

    private void tellWhyNotReady() {
        Readiness.reasons(common).forEach(line -> System.out.println("             " + line));
        System.out.println(
                "The API answers, but no pod can run. Start a container engine ('dockerd', or your"
                        + " service manager),");
        System.out.println(
                "or name its socket with --set gantry.node.engine-socket=PATH. The node becomes"
                        + " Ready by itself;");
        System.out.println("./gantry doctor tells what is missing, ./gantry status how it stands.");
    }

    private boolean deploy(EngineSocket socket, List<Manifest> manifests)
            throws InterruptedException {
        List<String> built = build(socket, manifests);
        List<Workload> workloads = new ArrayList<>();
        boolean available = true;
        try (KubernetesClient client = common.client()) {
            List<HasMetadata> applied = new ArrayList<>();
            manifests.forEach(m -> applied.addAll(new Application(client).apply(m)));
            Availability availability = new Availability(client);
            workloads.addAll(
                    availability.await(applied, Duration.ofSeconds(timeoutSeconds), state -> {}));
            available = workloads.stream().allMatch(Workload::settled);
            List<String> line = new ArrayList<>(built);
            workloads.forEach(w -> line.add(w.shown()));
            if (!line.isEmpty()) {
                System.out.println(String.join(" · ", line));
            }
            if (!available) {
                System.out.println("not available within " + timeoutSeconds + " s:");
                availability.problems("default", 10).forEach(p -> System.out.println("  " + p));
            }
            new Farewell(common).print(client, applied, workloads);
        }
        return available;
    }

    private static List<String> build(EngineSocket socket, List<Manifest> manifests) {
        List<String> built = new ArrayList<>();
        for (Manifest manifest : manifests) {
            Path directory = manifest.besides();
            if (ImageBuild.present(directory)) {
                String name = directory.getFileName().toString();
                Set<String> tags = new LinkedHashSet<>(manifest.imagesNamed(name));
                if (tags.isEmpty()) {
                    tags.add(name + ":latest");
                }
                ImageBuild.run(socket, directory, tags);
                built.add("image " + name + " built");
            }
        }
        return built;
    }
}
