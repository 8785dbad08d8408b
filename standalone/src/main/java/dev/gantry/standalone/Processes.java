package dev.gantry.standalone;

import dev.gantry.backends.postgres.EmbeddedPostgres;
import dev.gantry.runtime.launch.EndpointsFile;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.runtime.pki.ClusterPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster of processes: PostgreSQL, a JVM for the broker and one for each service, which speak
 * HTTP with mutual TLS. This is their supervisor; it takes part in nothing.
 *
 * <p>Starts PostgreSQL and the broker, then the state service, the gateway, and the others side by
 * side; each is known to listen when its port stands in {@code run/endpoints.json}. The ports of
 * the broker, the state service and the gateway stay the same over restarts. Closes in the order of
 * {@link ServiceRoots#CLOSING}.
 */
final class Processes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Processes.class);
    private static final Duration LISTENS_WITHIN = Duration.ofMinutes(3);
    private static final int LOOK_EVERY_MILLIS = 50;

    private final Options options;
    private final Path data;
    private final EndpointsFile endpoints;
    private final Map<ServiceName, Child> services = new EnumMap<>(ServiceName.class);
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable Child broker;

    private Processes(Options options) {
        this.options = options;
        this.data = options.dataDirectory();
        this.endpoints = new EndpointsFile(data.resolve("run/endpoints.json"));
    }

    /**
     * Returns when all listen.
     *
     * @throws Exception when one does not start; what was started is stopped
     */
    static Processes start(Options options) throws Exception {
        Processes processes = new Processes(options);
        Progress progress = new Progress(processes.data);
        try {
            processes.bringUp(progress);
            progress.ready();
            return processes;
        } catch (Exception e) {
            progress.failed(Failures.inOneSentence(e));
            processes.close();
            throw e;
        }
    }

    private void bringUp(Progress progress) throws Exception {
        prepare();
        String cluster = ClusterId.of(data);
        ClusterPki pki = ClusterPki.open(data.resolve("pki"), Clock.systemUTC());
        long began = System.nanoTime();
        Child kafka = startBroker();
        EmbeddedPostgres database = progress.step("postgres", () -> Backends.postgres(data));
        postgres = database;
        int kafkaPort = awaitPort(BrokerRole.NAME, kafka);
        progress.tell("kafka", System.nanoTime() - began);
        Map<String, String> common = new LinkedHashMap<>(Settings.common(options, data, cluster));
        common.put(Supervision.SUPERVISOR, String.valueOf(ProcessHandle.current().pid()));
        common.putAll(Backends.kafkaSettings(data, kafkaPort));
        int apiPort =
                progress.step(
                        "services",
                        () -> startServices(common, Backends.databaseSettings(database)));
        AdminKubeconfig.write(data, pki, apiPort);
    }

    /** What an earlier start told of itself would be taken for this one's. */
    private void prepare() throws IOException {
        Files.createDirectories(data.resolve("log"));
        Files.deleteIfExists(data.resolve("run/endpoints.json"));
        DevSettings.remove(data);
    }

    private Child startBroker() {
        Child child = new Child(BrokerRole.NAME, log(BrokerRole.NAME), this::brokerCommand).start();
        broker = child;
        return child;
    }

    private List<String> brokerCommand() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("gantry.data-dir", data.toString());
        settings.put(Supervision.SUPERVISOR, String.valueOf(ProcessHandle.current().pid()));
        settings.put(BrokerRole.PORT, String.valueOf(endpoints.port(BrokerRole.NAME).orElse(0)));
        return JavaCommand.of(BrokerRole.NAME, heap(256), settings);
    }

    /**
     * @return the gateway's port
     */
    private int startServices(Map<String, String> common, Map<String, String> database)
            throws InterruptedException {
        Map<String, String> state = new LinkedHashMap<>(Settings.state(options, common));
        state.putAll(database);
        int statePort = startAndAwait(ServiceName.CLUSTER_STATE, state);
        Map<String, String> inside = new LinkedHashMap<>(common);
        inside.put("gantry.state-door.url", "https://127.0.0.1:" + statePort);
        int apiPort = startAndAwait(ServiceName.API_GATEWAY, inside);
        String api = "127.0.0.1:" + apiPort;
        Map<String, String> node = new LinkedHashMap<>(Settings.node(options, common, api));
        node.put("gantry.state-door.url", "https://" + api);
        start(ServiceName.NODE, node);
        List<ServiceName> rest =
                List.of(ServiceName.SCHEDULING, ServiceName.RECONCILER, ServiceName.INGRESS);
        rest.forEach(service -> start(service, inside));
        for (Map.Entry<ServiceName, Child> started : services.entrySet()) {
            awaitPort(started.getKey().module(), started.getValue());
        }
        return apiPort;
    }

    private int startAndAwait(ServiceName service, Map<String, String> settings)
            throws InterruptedException {
        return awaitPort(service.module(), start(service, settings));
    }

    private Child start(ServiceName service, Map<String, String> settings) {
        Child child =
                new Child(
                        service.module(),
                        log(service.module()),
                        () ->
                                JavaCommand.of(
                                        service.module(), heap(service), known(service, settings)));
        services.put(service, child);
        return child.start();
    }

    /** Others know the port of the state service and the gateway: they take it again. */
    private Map<String, String> known(ServiceName service, Map<String, String> settings) {
        if (service != ServiceName.CLUSTER_STATE && service != ServiceName.API_GATEWAY) {
            return settings;
        }
        Map<String, String> all = new LinkedHashMap<>(settings);
        endpoints
                .port(service.module())
                .ifPresent(p -> all.put(service.settings() + ".listener.port", String.valueOf(p)));
        return all;
    }

    private int heap(ServiceName service) {
        return switch (service) {
            case CLUSTER_STATE -> heap(512);
            case API_GATEWAY -> heap(256);
            case SCHEDULING, RECONCILER, NODE, INGRESS -> heap(192);
        };
    }

    /** Nodes by the hundred bring pods by the thousand. */
    private int heap(int megabytes) {
        return options.number("gantry.hollow-nodes", 0) > 50 ? 3 * megabytes : megabytes;
    }

    private Path log(String role) {
        return data.resolve("log").resolve(role + ".log");
    }

    private int awaitPort(String role, Child child) throws InterruptedException {
        long deadline = System.nanoTime() + LISTENS_WITHIN.toNanos();
        while (endpoints.port(role).isEmpty()) {
            child.expectAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s does not listen after %d s; see %s"
                                .formatted(role, LISTENS_WITHIN.toSeconds(), log(role)));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        return endpoints.port(role).getAsInt();
    }

    @Override
    public void close() {
        for (ServiceName service : ServiceRoots.CLOSING) {
            Child child = services.remove(service);
            if (child != null) {
                child.close();
            }
        }
        if (broker != null) {
            broker.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        LOG.info("all processes have ended");
    }
}
