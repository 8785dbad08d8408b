package dev.gantry.state.admission.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.door.Caller;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.admission.AdmissionSettings;
import dev.gantry.state.admission.MapReads;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PluginsTest {

    private static final String POD =
            """
            metadata: {name: p, namespace: n}
            spec: {containers: [{name: c, image: i}]}
            """;

    private final MapReads reads =
            new MapReads()
                    .put(
                            "namespaces",
                            """
                            metadata: {name: n, labels: {pod-security.kubernetes.io/enforce: restricted}}
                            status: {phase: Active}
                            """)
                    .put("namespaces", "{metadata: {name: gone}, status: {phase: Terminating}}")
                    .put("serviceaccounts", "metadata: {name: default, namespace: n}");

    private List<AdmissionPlugin> plugins() {
        return Plugins.inOrder(reads, AdmissionSettings.defaults(), Clock.systemUTC());
    }

    private AdmissionPlugin plugin(String name) {
        return plugins().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    private static AdmissionRequest creation(String groupResource, String namespace, String yaml) {
        ResourceType type = Catalog.builtIn().require(groupResource);
        ObjectNode object = MapReads.document(yaml);
        String name = object.path("metadata").path("name").asString("");
        return new AdmissionRequest(
                Operation.CREATE,
                type,
                "",
                new ObjectKey(groupResource, namespace, name),
                Caller.service("test"),
                false,
                object,
                null);
    }

    private static JsonNode spec(AdmissionRequest request) {
        ObjectNode object = request.object();
        assertThat(object).isNotNull();
        return object.path("spec");
    }

    @Test
    void standInTheDocumentedOrder() {
        assertThat(plugins().stream().map(AdmissionPlugin::name))
                .startsWith(
                        "NamespaceLifecycle",
                        "LimitRanger",
                        "ServiceAccount",
                        "TaintNodesByCondition",
                        "Priority",
                        "DefaultTolerationSeconds")
                .endsWith("ResourceQuota");
    }

    @Test
    void canBeLeftOutByName() {
        AdmissionSettings settings =
                new AdmissionSettings(
                        false, "10.96.0.0/16", "30000-32767", List.of("Priority"), 300, 300);
        assertThat(
                        Plugins.inOrder(reads, settings, Clock.systemUTC()).stream()
                                .map(AdmissionPlugin::name))
                .doesNotContain("Priority");
    }

    @Test
    void aNamespaceThatIsGoingTakesNothingNew() {
        AdmissionRequest request = creation("pods", "gone", POD);
        assertThatThrownBy(() -> plugin("NamespaceLifecycle").mutate(request))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> {
                            assertThat(e.error().code()).isEqualTo(403);
                            assertThat(e.getMessage())
                                    .isEqualTo(
                                            "pods \"p\" is forbidden: unable to create new content in namespace gone because it is being terminated");
                        });
    }

    @Test
    void aCreationHoldsOnlyWhileItsNamespaceIsThere() {
        AdmissionRequest request = creation("pods", "n", POD);
        plugin("NamespaceLifecycle").mutate(request);
        assertThat(request.guards()).hasSize(1);
    }

    @Test
    void aPodGetsItsAccountsTokenInEveryContainer() {
        AdmissionRequest request =
                creation(
                        "pods",
                        "n",
                        """
                        metadata: {name: p, namespace: n}
                        spec:
                          initContainers: [{name: i, image: i}]
                          containers:
                          - {name: a, image: i}
                          - name: b
                            image: i
                            volumeMounts: [{name: own, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]
                        """);
        plugin("ServiceAccount").mutate(request);
        JsonNode spec = spec(request);
        assertThat(spec.path("serviceAccountName").asString()).isEqualTo("default");
        assertThat(spec.path("volumes")).hasSize(1);
        assertThat(spec.path("initContainers").get(0).path("volumeMounts")).hasSize(1);
        assertThat(
                        spec.path("containers")
                                .get(1)
                                .path("volumeMounts")
                                .get(0)
                                .path("name")
                                .asString())
                .isEqualTo("own");
    }

    @Test
    void anAccountThatIsMissingIsNamed() {
        AdmissionRequest request =
                creation(
                        "pods",
                        "n",
                        """
                        metadata: {name: p, namespace: n}
                        spec: {serviceAccountName: nope, containers: [{name: c, image: i}]}
                        """);
        assertThatThrownBy(() -> plugin("ServiceAccount").mutate(request))
                .hasMessage(
                        "pods \"p\" is forbidden: error looking up service account n/nope: serviceaccount \"nope\" not found");
    }

    @Test
    void ofSeveralDefaultPrioritiesTheLowestCounts() {
        reads.put(
                        "priorityclasses.scheduling.k8s.io",
                        "{metadata: {name: high}, value: 9, globalDefault: true}")
                .put(
                        "priorityclasses.scheduling.k8s.io",
                        "{metadata: {name: low}, value: 3, globalDefault: true, preemptionPolicy: Never}");
        AdmissionRequest request = creation("pods", "n", POD);
        plugin("Priority").mutate(request);
        assertThat(spec(request).path("priority").asInt()).isEqualTo(3);
        assertThat(spec(request).path("preemptionPolicy").asString()).isEqualTo("Never");
        assertThat(spec(request).path("priorityClassName").asString()).isEqualTo("low");
    }

    @Test
    void aPodThatToleratesEverythingGetsNoTolerations() {
        AdmissionRequest request =
                creation(
                        "pods",
                        "n",
                        """
                        metadata: {name: p, namespace: n}
                        spec: {tolerations: [{operator: Exists}], containers: [{name: c, image: i}]}
                        """);
        plugin("DefaultTolerationSeconds").mutate(request);
        assertThat(spec(request).path("tolerations")).hasSize(1);
    }

    @Test
    void aRestrictedNamespaceTellsEveryViolation() {
        AdmissionRequest request = creation("pods", "n", POD);
        assertThatThrownBy(() -> plugin("PodSecurity").validate(request))
                .hasMessageContaining("violates PodSecurity \"restricted:latest\"")
                .hasMessageContaining("allowPrivilegeEscalation != false")
                .hasMessageContaining("runAsNonRoot != true")
                .hasMessageContaining("seccompProfile");
    }

    @Test
    void aQuotaCountsWhatItAdmitsInTheSameCommit() {
        reads.put(
                "resourcequotas",
                """
                kind: ResourceQuota
                apiVersion: v1
                metadata: {name: q, namespace: n}
                status: {hard: {pods: "2", requests.cpu: "1"}, used: {pods: "1"}}
                """);
        String asking =
                """
                metadata: {name: p, namespace: n}
                spec: {containers: [{name: c, image: i, resources: {requests: {cpu: %s}}}]}
                """;
        AdmissionRequest fits = creation("pods", "n", asking.formatted("500m"));
        plugin("ResourceQuota").validate(fits);
        assertThat(fits.companions()).hasSize(1);
        AdmissionRequest exceeds = creation("pods", "n", asking.formatted("1500m"));
        assertThatThrownBy(() -> plugin("ResourceQuota").validate(exceeds))
                .hasMessage(
                        "pods \"p\" is forbidden: exceeded quota: q, requested: requests.cpu=1500m, used: requests.cpu=0, limited: requests.cpu=1");
        AdmissionRequest silent = creation("pods", "n", POD);
        assertThatThrownBy(() -> plugin("ResourceQuota").validate(silent))
                .hasMessageContaining("must specify requests.cpu for: c");
    }
}
