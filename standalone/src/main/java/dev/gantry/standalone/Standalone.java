package dev.gantry.standalone;

import dev.gantry.client.door.StateDoor;
import dev.gantry.events.ChangeLog;
import dev.gantry.events.kafka.KafkaChangeLog;
import dev.gantry.events.kafka.KafkaChangeLogSettings;
import dev.gantry.runtime.launch.RunningService;
import dev.gantry.runtime.launch.ServiceLauncher;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.runtime.pki.ClusterPki;
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
import java.util.stream.Stream;
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
     * Starts everything, but for the service that {@link LeftOut#SETTING} names; returns when the
     * API answers.
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
        Map<String, String> common = Settings.common(options, data, ClusterId.of(data));
        LeftOut leftOut = LeftOut.of(options);
        progress.step(
                "services",
                () -> {
                    startServices(leftOut, options, common, backends, log);
                    return true;
                });
        ClusterPki pki = ClusterPki.open(data.resolve("pki"), Clock.systemUTC());
        AdminKubeconfig.write(data, pki, apiPort(common));
    }

    private void startServices(
            LeftOut leftOut,
            Options options,
            Map<String, String> common,
            Backends backends,
            ChangeLog log)
            throws Exception {
        ServiceWiring wiring = startState(leftOut, options, common, backends, log);
        if (!leftOut.is(ServiceName.API_GATEWAY)) {
            add(wiring.launcher(ServiceName.API_GATEWAY, "").start());
        }
        String api = "127.0.0.1:" + apiPort(common);
        startTogether(
                Stream.of(
                                ServiceName.NODE,
                                ServiceName.SCHEDULING,
                                ServiceName.RECONCILER,
                                ServiceName.INGRESS)
                        .filter(service -> !leftOut.is(service))
                        .map(service -> wiring.launcher(service, api))
                        .toList());
        leftOut.tell(wiring, backends, api);
    }

    private ServiceWiring startState(
            LeftOut leftOut,
            Options options,
            Map<String, String> common,
            Backends backends,
            ChangeLog log) {
        if (leftOut.is(ServiceName.CLUSTER_STATE)) {
            return new ServiceWiring(options, common, log, null, LeftOut.freePort());
        }
        RunningService state =
                ServiceRoots.launcher(ServiceName.CLUSTER_STATE)
                        .properties(Settings.state(options, common))
                        .properties(backends.databaseSettings())
                        .bean(ChangeLog.class, log)
                        .start();
        add(state);
        StateDoor door = state.bean(LocalStateDoor.class);
        return new ServiceWiring(options, common, log, door, state.port());
    }

    private int apiPort(Map<String, String> common) {
        RunningService gateway = services.get(ServiceName.API_GATEWAY);
        return gateway == null
                ? Integer.parseInt(common.getOrDefault(Settings.GATEWAY_PORT, "6443"))
                : gateway.port();
    }

    private void startTogether(List<ServiceLauncher> launchers) throws Exception {
        List<Future<RunningService>> starting = new ArrayList<>();
        Exception failure = null;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
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
        for (ServiceName name : ServiceRoots.CLOSING) {
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
