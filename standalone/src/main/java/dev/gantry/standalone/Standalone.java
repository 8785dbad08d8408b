package dev.gantry.standalone;

import dev.gantry.client.door.StateDoor;
import dev.gantry.events.ChangeLog;
import dev.gantry.events.kafka.KafkaChangeLog;
import dev.gantry.events.kafka.KafkaChangeLogSettings;
import dev.gantry.gateway.GatewayService;
import dev.gantry.ingress.IngressService;
import dev.gantry.node.NodeService;
import dev.gantry.reconciler.ReconcilerService;
import dev.gantry.runtime.launch.RunningService;
import dev.gantry.runtime.launch.ServiceLauncher;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.runtime.pki.ClusterPki;
import dev.gantry.runtime.pki.Kubeconfig;
import dev.gantry.runtime.pki.Subject;
import dev.gantry.scheduling.SchedulingService;
import dev.gantry.state.StateService;
import dev.gantry.state.request.LocalStateDoor;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole cluster in this JVM.
 *
 * <p>Starts PostgreSQL and Kafka, then the state service, then the gateway, then the others side by
 * side. Closes in the reverse order of need: ingress, gateway, scheduling and reconciler, node,
 * state, Kafka, PostgreSQL.
 */
public final class Standalone implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Map<ServiceName, RunningService> services = new LinkedHashMap<>();
    private final Path kubeconfig;

    private Standalone(Path kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    /**
     * Starts everything; returns when the API answers.
     *
     * @throws Exception when something does not start; what was started is stopped
     */
    static Standalone start(Options options) throws Exception {
        Path data = options.dataDirectory();
        Progress progress = new Progress(data);
        Standalone standalone = new Standalone(data.resolve("kubeconfig"));
        try {
            standalone.bringUp(options, data, progress);
            progress.ready();
            return standalone;
        } catch (Exception e) {
            progress.failed(Failures.inOneSentence(e));
            standalone.close();
            throw e;
        }
    }

    private void bringUp(Options options, Path data, Progress progress) throws Exception {
        Backends backends = Backends.start(data, progress);
        started.push(backends);
        ChangeLog log =
                new KafkaChangeLog(KafkaChangeLogSettings.of(backends.kafka().clientProperties()));
        started.push(log);
        Map<String, String> settings = Settings.common(options, data, ClusterId.of(data));
        progress.step(
                "services",
                () -> {
                    startServices(options, settings, backends, log);
                    return true;
                });
        ClusterPki pki = ClusterPki.open(data.resolve("pki"), Clock.systemUTC());
        int port = services.get(ServiceName.API_GATEWAY).port();
        Kubeconfig.write(
                kubeconfig,
                "https://127.0.0.1:" + port,
                "gantry-admin",
                pki.issue("admin", Subject.administrator()));
    }

    private void startServices(
            Options options, Map<String, String> settings, Backends backends, ChangeLog log)
            throws Exception {
        RunningService state =
                ServiceLauncher.of(ServiceName.CLUSTER_STATE, StateService.class)
                        .properties(Settings.state(options, settings))
                        .properties(backends.databaseSettings())
                        .bean(ChangeLog.class, log)
                        .start();
        add(state);
        StateDoor door = state.bean(LocalStateDoor.class);
        add(launcher(ServiceName.API_GATEWAY, GatewayService.class, settings, door, log).start());
        String api = "127.0.0.1:" + services.get(ServiceName.API_GATEWAY).port();
        Map<String, String> forNode = Settings.node(options, settings, api);
        List<ServiceLauncher> others =
                List.of(
                        launcher(ServiceName.NODE, NodeService.class, forNode, door, log),
                        launcher(
                                ServiceName.SCHEDULING,
                                SchedulingService.class,
                                settings,
                                door,
                                log),
                        launcher(
                                ServiceName.RECONCILER,
                                ReconcilerService.class,
                                settings,
                                door,
                                log),
                        launcher(ServiceName.INGRESS, IngressService.class, settings, door, log));
        startTogether(others);
    }

    private static ServiceLauncher launcher(
            ServiceName name,
            Class<?> root,
            Map<String, String> settings,
            StateDoor door,
            ChangeLog log) {
        return ServiceLauncher.of(name, root)
                .properties(settings)
                .bean(StateDoor.class, door)
                .bean(ChangeLog.class, log);
    }

    private void startTogether(List<ServiceLauncher> launchers) throws Exception {
        List<Future<RunningService>> starting = new ArrayList<>();
        Exception failure = null;
        try (ExecutorService threads = Executors.newFixedThreadPool(launchers.size())) {
            launchers.forEach(l -> starting.add(threads.submit(l::start)));
            for (Future<RunningService> service : starting) {
                try {
                    add(service.get());
                } catch (ExecutionException e) {
                    failure = e.getCause() instanceof Exception cause ? cause : e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void add(RunningService service) {
        services.put(service.name(), service);
    }

    /** The administrator's kubeconfig. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void close() {
        for (ServiceName name :
                List.of(
                        ServiceName.INGRESS,
                        ServiceName.API_GATEWAY,
                        ServiceName.SCHEDULING,
                        ServiceName.RECONCILER,
                        ServiceName.NODE,
                        ServiceName.CLUSTER_STATE)) {
            RunningService service = services.remove(name);
            if (service != null) {
                close(name.module(), service);
            }
        }
        while (!started.isEmpty()) {
            AutoCloseable next = started.pop();
            close(next.getClass().getSimpleName(), next);
        }
    }

    private static void close(String name, AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            LOG.atWarn()
                    .addKeyValue("what", name)
                    .addKeyValue("why", e.toString())
                    .log("not closed");
        }
    }
}
