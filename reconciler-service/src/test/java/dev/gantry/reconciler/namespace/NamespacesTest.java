package dev.gantry.reconciler.namespace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.json.Json;
import dev.gantry.reconciler.cluster.Stage;
import dev.gantry.reconciler.rootca.RootCaPublisher;
import dev.gantry.reconciler.serviceaccount.DefaultAccounts;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamespacesTest {

    private final Stage stage =
            new Stage()
                    .with(
                            Namespaces::loop,
                            DefaultAccounts::loop,
                            around -> RootCaPublisher.loop(around, "PEM"));

    @AfterEach
    void close() {
        stage.close();
    }

    private void put(String name) {
        stage.cluster()
                .put(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .withNewSpec()
                                .addToFinalizers("kubernetes")
                                .endSpec()
                                .withNewStatus()
                                .withPhase("Active")
                                .endStatus()
                                .build());
    }

    private NamespaceCondition condition(String type) {
        return stage.cluster().get(Namespace.class, "", "team").getStatus().getConditions().stream()
                .filter(c -> c.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyNamespaceHasItsAccountAndTheAuthority() {
        put("team");
        stage.settle();
        assertThat(stage.cluster().get(ServiceAccount.class, "team", "default")).isNotNull();
        assertThat(stage.cluster().get(ConfigMap.class, "team", "kube-root-ca.crt").getData())
                .containsEntry("ca.crt", "PEM");
        stage.cluster().delete(ServiceAccount.class, "team", "default");
        stage.cluster()
                .put(
                        stage.cluster()
                                .get(ConfigMap.class, "team", "kube-root-ca.crt")
                                .edit()
                                .addToData("ca.crt", "spoilt")
                                .build());
        stage.settle();
        assertThat(stage.cluster().get(ServiceAccount.class, "team", "default")).isNotNull();
        assertThat(stage.cluster().get(ConfigMap.class, "team", "kube-root-ca.crt").getData())
                .containsEntry("ca.crt", "PEM");
    }

    @Test
    void deletedNamespaceIsEmptiedPodsFirstAndGoes() {
        put("team");
        stage.settle();
        stage.cluster()
                .put(
                        new PodBuilder()
                                .withNewMetadata()
                                .withNamespace("team")
                                .withName("p")
                                .endMetadata()
                                .withNewSpec()
                                .withNodeName("node-1")
                                .endSpec()
                                .build());
        stage.cluster().delete(Namespace.class, "", "team");
        stage.settle();
        assertThat(condition("NamespaceContentRemaining").getStatus()).isEqualTo("True");
        assertThat(condition("NamespaceContentRemaining").getMessage())
                .contains("pods. has 1 resource instances");
        assertThat(stage.cluster().get(ConfigMap.class, "team", "kube-root-ca.crt")).isNotNull();
        stage.kubelet();
        stage.pass(Duration.ofSeconds(2));
        assertThat(stage.cluster().get(Namespace.class, "", "team")).isNull();
        assertThat(stage.cluster().list(Pod.class, "team")).isEmpty();
        assertThat(stage.cluster().list(ConfigMap.class, "team")).isEmpty();
        assertThat(stage.cluster().list(ServiceAccount.class, "team")).isEmpty();
    }

    @Test
    void finalizerThatHoldsSomethingIsNamed() {
        put("team");
        stage.cluster()
                .put(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withNamespace("team")
                                .withName("held")
                                .addToFinalizers("example.com/hold")
                                .endMetadata()
                                .build());
        stage.settle();
        stage.cluster().delete(Namespace.class, "", "team");
        stage.settle();
        assertThat(condition("NamespaceFinalizersRemaining").getMessage())
                .isEqualTo(
                        "Some content in the namespace has finalizers remaining: example.com/hold"
                                + " in 1 resource instances");
        stage.cluster().forgetWrites();
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.cluster().writes().size()).isLessThan(40);
        stage.cluster()
                .client()
                .patch(
                        Catalog.builtIn().require("configmaps"),
                        "team",
                        "held",
                        "",
                        "application/merge-patch+json",
                        Json.parse("{\"metadata\":{\"finalizers\":null}}".getBytes(UTF_8)));
        stage.pass(Duration.ofSeconds(16));
        assertThat(stage.cluster().get(Namespace.class, "", "team")).isNull();
    }
}
