package dev.gantry.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.client.StateClient;
import dev.gantry.client.door.StateDoor;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.runtime.launch.RunningService;
import dev.gantry.runtime.launch.ServiceLauncher;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.testkit.cluster.FakeCluster;
import dev.gantry.testkit.time.Eventually;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as Spring makes it, on a cluster in memory. */
class ReconcilerServiceTest {

    @TempDir Path data;

    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private RunningService start(String... arguments) {
        StateDoor none =
                (request, reply) -> {
                    throw new AssertionError("nothing goes through the door here");
                };
        return ServiceLauncher.of(ServiceName.RECONCILER, ReconcilerService.class)
                .property("gantry.data-dir", data)
                .arguments(arguments)
                .bean(StateDoor.class, none)
                .bean(StateClient.class, cluster.client())
                .bean(InformerFactory.class, cluster.informers())
                .start();
    }

    @Test
    void leaderActsAndGivesTheLeaseBackWhenItStops() {
        cluster.put(
                new NamespaceBuilder().withNewMetadata().withName("team").endMetadata().build());
        try (RunningService service = start()) {
            Eventually.eventually(
                    () -> {
                        assertThat(cluster.get(ServiceAccount.class, "team", "default"))
                                .isNotNull();
                        ConfigMap authority =
                                cluster.get(ConfigMap.class, "team", "kube-root-ca.crt");
                        assertThat(authority).isNotNull();
                        assertThat(authority.getData().get("ca.crt"))
                                .startsWith("-----BEGIN CERTIFICATE-----");
                    });
            Eventually.eventually(
                    () -> assertThat(service.bean(Controllers.class).acting()).isTrue());
            assertThat(lease().getSpec().getHolderIdentity()).startsWith("reconciler_");
        }
        assertThat(lease().getSpec().getHolderIdentity()).isNullOrEmpty();
    }

    private Lease lease() {
        return cluster.get(Lease.class, "kube-system", "kube-controller-manager");
    }

    @Test
    void controllersMayBeLeftOut() {
        ReconcilerSettings all = settings("*", "-rootca");
        assertThat(all.runs("deployment")).isTrue();
        assertThat(all.runs("rootca")).isFalse();
        ReconcilerSettings one = settings("deployment");
        assertThat(one.runs("deployment")).isTrue();
        assertThat(one.runs("replicaset")).isFalse();
    }

    private static ReconcilerSettings settings(String... controllers) {
        java.time.Duration any = java.time.Duration.ofSeconds(1);
        return new ReconcilerSettings(
                java.util.List.of(controllers), 1, 1000, any, any, any, any, any);
    }
}
