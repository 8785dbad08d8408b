package dev.gantry.node.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.node.reference.AnyReferences;
import dev.gantry.node.reference.References;
import dev.gantry.node.volume.FieldValues;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    private static final FieldValues.Here HERE =
            new FieldValues.Here("10.0.0.2", "127.0.0.1", 4000, 8L << 30);

    /** One ConfigMap, one Secret, two Services. */
    private static final class Known implements References {

        private final References none = new AnyReferences();

        @Override
        public Optional<ConfigMap> configMap(Pod pod, String name) {
            return name.equals("settings")
                    ? Optional.of(new ConfigMapBuilder().withData(Map.of("COLOR", "blue")).build())
                    : Optional.empty();
        }

        @Override
        public Optional<Secret> secret(Pod pod, String name) {
            return name.equals("login")
                    ? Optional.of(new SecretBuilder().withData(Map.of("user", "bWU=")).build())
                    : Optional.empty();
        }

        @Override
        public List<Service> services(Pod pod) {
            return List.of(
                    service("default", "kubernetes", "10.96.0.1", 443, "https"),
                    service("default", "my-store", "10.96.3.4", 8080, ""),
                    service("default", "headless", "None", 80, ""));
        }

        @Override
        public Optional<PersistentVolumeClaim> claim(Pod pod, String name) {
            return none.claim(pod, name);
        }

        @Override
        public Optional<PersistentVolume> persistentVolume(String name) {
            return none.persistentVolume(name);
        }

        @Override
        public Map<String, String> nodeLabels(String node) {
            return none.nodeLabels(node);
        }

        @Override
        public Optional<Token> token(Pod pod, String audience, long seconds) {
            return none.token(pod, audience, seconds);
        }

        @Override
        public void release(String podUid) {}

        @Override
        public void listen(Changed listener) {}
    }

    private static Service service(
            String namespace, String name, String address, int port, String portName) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withClusterIP(address)
                .addNewPort()
                .withPort(port)
                .withName(portName.isEmpty() ? null : portName)
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }

    private static Map<String, String> of(Container container) {
        Pod pod =
                PodScenario.pod("Always", container)
                        .editMetadata()
                        .withLabels(Map.of("app", "web"))
                        .endMetadata()
                        .build();
        return Environment.of(pod, container, new Known(), HERE);
    }

    @Test
    void laterVariablesWinAndSeeEarlierOnes() {
        Map<String, String> seen =
                of(
                        new ContainerBuilder()
                                .withName("web")
                                .addNewEnvFrom()
                                .withPrefix("P_")
                                .withNewConfigMapRef("settings", false)
                                .endEnvFrom()
                                .addNewEnvFrom()
                                .withNewConfigMapRef("none", true)
                                .endEnvFrom()
                                .addNewEnv()
                                .withName("A")
                                .withValue("a-$(P_COLOR)-$(B)")
                                .endEnv()
                                .addNewEnv()
                                .withName("B")
                                .withValue("$(A)!")
                                .endEnv()
                                .build());
        assertThat(seen)
                .containsEntry("P_COLOR", "blue")
                .containsEntry("A", "a-blue-$(B)")
                .containsEntry("B", "a-blue-$(B)!");
    }

    @Test
    void fieldsKeysAndResourcesHaveTheirValues() {
        Map<String, String> seen =
                of(
                        new ContainerBuilder()
                                .withName("web")
                                .withNewResources()
                                .withRequests(Map.of("cpu", new Quantity("250m")))
                                .withLimits(Map.of("memory", new Quantity("64Mi")))
                                .endResources()
                                .addNewEnv()
                                .withName("IP")
                                .withNewValueFrom()
                                .withNewFieldRef("v1", "status.podIP")
                                .endValueFrom()
                                .endEnv()
                                .addNewEnv()
                                .withName("LABEL")
                                .withNewValueFrom()
                                .withNewFieldRef("v1", "metadata.labels['app']")
                                .endValueFrom()
                                .endEnv()
                                .addNewEnv()
                                .withName("USER")
                                .withNewValueFrom()
                                .withNewSecretKeyRef("user", "login", false)
                                .endValueFrom()
                                .endEnv()
                                .addNewEnv()
                                .withName("MAYBE")
                                .withNewValueFrom()
                                .withNewSecretKeyRef("other", "login", true)
                                .endValueFrom()
                                .endEnv()
                                .addNewEnv()
                                .withName("CPU")
                                .withNewValueFrom()
                                .withNewResourceFieldRef()
                                .withDivisor(new Quantity("1m"))
                                .withResource("requests.cpu")
                                .endResourceFieldRef()
                                .endValueFrom()
                                .endEnv()
                                .addNewEnv()
                                .withName("CPUS")
                                .withNewValueFrom()
                                .withNewResourceFieldRef()
                                .withResource("limits.cpu")
                                .endResourceFieldRef()
                                .endValueFrom()
                                .endEnv()
                                .addNewEnv()
                                .withName("MEMORY")
                                .withNewValueFrom()
                                .withNewResourceFieldRef()
                                .withDivisor(new Quantity("1Mi"))
                                .withResource("limits.memory")
                                .endResourceFieldRef()
                                .endValueFrom()
                                .endEnv()
                                .build());
        assertThat(seen)
                .containsEntry("IP", "10.0.0.2")
                .containsEntry("LABEL", "web")
                .containsEntry("USER", "me")
                .doesNotContainKey("MAYBE")
                .containsEntry("CPU", "250")
                .containsEntry("CPUS", "4")
                .containsEntry("MEMORY", "64");
    }

    @Test
    void servicesAreFoundByVariables() {
        assertThat(of(new ContainerBuilder().withName("web").build()))
                .containsEntry("KUBERNETES_SERVICE_HOST", "10.96.0.1")
                .containsEntry("KUBERNETES_SERVICE_PORT", "443")
                .containsEntry("KUBERNETES_SERVICE_PORT_HTTPS", "443")
                .containsEntry("KUBERNETES_PORT", "tcp://10.96.0.1:443")
                .containsEntry("MY_STORE_SERVICE_HOST", "10.96.3.4")
                .containsEntry("MY_STORE_PORT_8080_TCP_ADDR", "10.96.3.4")
                .doesNotContainKey("HEADLESS_SERVICE_HOST");
    }

    @Test
    void whatIsMissingIsNamedInKubeletsWords() {
        assertThatThrownBy(
                        () ->
                                of(
                                        new ContainerBuilder()
                                                .withName("web")
                                                .addNewEnv()
                                                .withName("X")
                                                .withNewValueFrom()
                                                .withNewConfigMapKeyRef("shape", "settings", false)
                                                .endValueFrom()
                                                .endEnv()
                                                .build()))
                .isInstanceOf(StartProblem.class)
                .hasMessage("couldn't find key shape in ConfigMap default/settings");
        assertThatThrownBy(
                        () ->
                                of(
                                        new ContainerBuilder()
                                                .withName("web")
                                                .addNewEnvFrom()
                                                .withNewSecretRef("none", false)
                                                .endEnvFrom()
                                                .build()))
                .hasMessage("secret \"none\" not found");
    }
}
