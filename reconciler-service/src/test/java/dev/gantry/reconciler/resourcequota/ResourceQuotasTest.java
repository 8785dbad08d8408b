package dev.gantry.reconciler.resourcequota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.reconciler.cluster.Stage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResourceQuotasTest {

    private final Stage stage = new Stage().with(ResourceQuotas::loop);

    @AfterEach
    void close() {
        stage.close();
    }

    private void quota(Map<String, String> hard) {
        ResourceQuotaBuilder quota =
                new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("q")
                        .endMetadata()
                        .withNewSpec()
                        .endSpec();
        hard.forEach((k, v) -> quota.editSpec().addToHard(k, new Quantity(v)).endSpec());
        stage.cluster().put(quota.build());
    }

    private void pod(String name, String cpu) {
        stage.cluster()
                .put(
                        new PodBuilder()
                                .withNewMetadata()
                                .withNamespace("default")
                                .withName(name)
                                .endMetadata()
                                .withNewSpec()
                                .addNewContainer()
                                .withName("c")
                                .withNewResources()
                                .addToRequests("cpu", new Quantity(cpu))
                                .endResources()
                                .endContainer()
                                .endSpec()
                                .withNewStatus()
                                .withPhase("Running")
                                .endStatus()
                                .build());
    }

    private Map<String, Quantity> used() {
        return stage.cluster().get(ResourceQuota.class, "default", "q").getStatus().getUsed();
    }

    @Test
    void statusTellsLimitsAndUse() {
        pod("a", "100m");
        pod("b", "900m");
        quota(Map.of("requests.cpu", "2", "pods", "10", "count/secrets", "3"));
        stage.settle();
        assertThat(used())
                .containsEntry("requests.cpu", new Quantity("1"))
                .containsEntry("pods", new Quantity("2"))
                .containsEntry("count/secrets", new Quantity("0"));
        assertThat(stage.cluster().get(ResourceQuota.class, "default", "q").getStatus().getHard())
                .containsEntry("pods", new Quantity("10"));
    }

    @Test
    void whatIsDeletedOrFinishedIsGivenBack() {
        pod("a", "100m");
        pod("b", "100m");
        quota(Map.of("pods", "10"));
        stage.settle();
        stage.cluster().delete(Pod.class, "default", "a");
        stage.settle();
        assertThat(used()).containsEntry("pods", new Quantity("1"));
        Pod b = stage.cluster().get(Pod.class, "default", "b");
        b.getStatus().setPhase("Succeeded");
        stage.cluster().put(b);
        stage.settle();
        assertThat(used()).containsEntry("pods", new Quantity("0"));
    }

    @Test
    void changedLimitsAreTakenOver() {
        quota(Map.of("pods", "10"));
        stage.settle();
        quota(Map.of("pods", "5", "services", "1"));
        stage.settle();
        assertThat(used()).containsOnlyKeys("pods", "services");
    }
}
