package dev.gantry.reconciler;

import dev.gantry.client.StateClient;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.LoopSettings;
import dev.gantry.controller.election.ElectionSettings;
import dev.gantry.controller.election.LeaderClient;
import dev.gantry.controller.election.LeaderElection;
import dev.gantry.controller.queue.QueueSettings;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.cronjob.CronJobs;
import dev.gantry.reconciler.daemonset.DaemonSets;
import dev.gantry.reconciler.deployment.Deployments;
import dev.gantry.reconciler.disruption.DisruptionBudgets;
import dev.gantry.reconciler.endpointslice.ServiceSlices;
import dev.gantry.reconciler.garbagecollector.GarbageCollector;
import dev.gantry.reconciler.job.Jobs;
import dev.gantry.reconciler.namespace.Namespaces;
import dev.gantry.reconciler.nodelifecycle.NodeLifecycleSettings;
import dev.gantry.reconciler.nodelifecycle.NodeSilence;
import dev.gantry.reconciler.nodelifecycle.NodeTaints;
import dev.gantry.reconciler.nodelifecycle.TaintEviction;
import dev.gantry.reconciler.podgc.PodGarbage;
import dev.gantry.reconciler.replicaset.ReplicaSets;
import dev.gantry.reconciler.resourcequota.ResourceQuotas;
import dev.gantry.reconciler.rootca.RootCaPublisher;
import dev.gantry.reconciler.serviceaccount.DefaultAccounts;
import dev.gantry.reconciler.statefulset.StatefulSets;
import dev.gantry.reconciler.ttl.FinishedJobs;
import dev.gantry.runtime.tls.Certificates;
import dev.gantry.runtime.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The list of controllers, and the election that starts them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ReconcilerSettings.class, NodeLifecycleSettings.class})
class ReconcilerConfiguration {

    private static final String LEASE = "kube-controller-manager";
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    /** Every controller by the name that settings know it by. */
    private static Map<String, Function<Surroundings, ControllerLoop>> all(
            Certificates certificates, NodeLifecycleSettings nodes) {
        Map<String, Function<Surroundings, ControllerLoop>> all = new LinkedHashMap<>();
        all.put("deployment", Deployments::loop);
        all.put("replicaset", ReplicaSets::loop);
        all.put("replicationcontroller", ReplicaSets::oldLoop);
        all.put("statefulset", StatefulSets::loop);
        all.put("daemonset", DaemonSets::loop);
        all.put("job", Jobs::loop);
        all.put("cronjob", CronJobs::loop);
        all.put("ttlafterfinished", FinishedJobs::loop);
        all.put("disruption", DisruptionBudgets::loop);
        all.put("resourcequota", ResourceQuotas::loop);
        all.put("endpointslice", ServiceSlices::loop);
        all.put("namespace", Namespaces::loop);
        all.put("serviceaccount", DefaultAccounts::loop);
        all.put("rootca", around -> RootCaPublisher.loop(around, authority(certificates)));
        all.put("garbagecollector", GarbageCollector::loop);
        all.put("nodelifecycle", around -> NodeSilence.loop(around, nodes));
        all.put("nodetaint", around -> NodeTaints.loop(around, nodes));
        all.put("tainteviction", TaintEviction::loop);
        all.put("podgc", PodGarbage::loop);
        return all;
    }

    private static String authority(Certificates certificates) {
        try {
            return Files.readString(certificates.authority());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Bean
    Controllers controllers(
            StateClient state,
            InformerFactory informers,
            ReconcilerSettings settings,
            NodeLifecycleSettings nodes,
            Certificates certificates,
            Clock clock,
            MeterRegistry meters,
            Traces traces) {
        LeaderClient leader = new LeaderClient(state);
        Surroundings around =
                new Surroundings(
                                leader, informers, meters, clock, System::nanoTime, loops(settings))
                        .recording(traces);
        List<ControllerLoop> loops =
                all(certificates, nodes).entrySet().stream()
                        .filter(e -> settings.runs(e.getKey()))
                        .map(e -> e.getValue().apply(around))
                        .toList();
        Controllers controllers = new Controllers(loops, leader, around);
        return controllers.under(
                new LeaderElection(
                        state, election(settings), controllers, clock, System::nanoTime, meters));
    }

    private static LoopSettings loops(ReconcilerSettings settings) {
        return new LoopSettings(
                settings.workers(),
                CATCH_UP,
                new QueueSettings(
                        settings.queueCapacity(), settings.retryFirst(), settings.retryCap()));
    }

    private static ElectionSettings election(ReconcilerSettings settings) {
        return new ElectionSettings(
                "kube-system",
                LEASE,
                "reconciler_" + UUID.randomUUID(),
                settings.leaseDuration(),
                settings.renewDeadline(),
                settings.retryPeriod());
    }

    /** A leader is ready when its controllers act; any other replica is ready to take over. */
    @Bean
    HealthIndicator controllersAct(Controllers controllers) {
        return () ->
                !controllers.leading() || controllers.acting()
                        ? Health.up().build()
                        : Health.down().build();
    }
}
