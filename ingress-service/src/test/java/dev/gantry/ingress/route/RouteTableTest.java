package dev.gantry.ingress.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private final RouteTable table =
            RouteTable.of(
                    List.of(
                            ingress(
                                    "a",
                                    "2026-01-01T00:00:00Z",
                                    "example.org",
                                    "/",
                                    "Prefix",
                                    "root"),
                            ingress(
                                    "b",
                                    "2026-01-02T00:00:00Z",
                                    "example.org",
                                    "/api",
                                    "Prefix",
                                    "api"),
                            ingress(
                                    "c",
                                    "2026-01-03T00:00:00Z",
                                    "example.org",
                                    "/api/v1/",
                                    "Prefix",
                                    "v1"),
                            ingress(
                                    "d",
                                    "2026-01-04T00:00:00Z",
                                    "example.org",
                                    "/api",
                                    "Exact",
                                    "exact"),
                            ingress(
                                    "e",
                                    "2026-01-05T00:00:00Z",
                                    "example.org",
                                    "/api",
                                    "Prefix",
                                    "younger"),
                            ingress(
                                    "f",
                                    "2026-01-06T00:00:00Z",
                                    "*.example.org",
                                    "/",
                                    "Prefix",
                                    "wild"),
                            ingress("g", "2026-01-07T00:00:00Z", null, "/any", "Prefix", "any")));

    @ParameterizedTest
    @CsvSource({
        "example.org, /, root",
        "EXAMPLE.org, /index.html, root",
        "example.org, /apis, root",
        "example.org, /api, exact",
        "example.org, /api/, api",
        "example.org, /api/v2, api",
        "example.org, /api/v1, v1",
        "example.org, /api/v1/pods, v1",
        "www.example.org, /, wild",
        "other.net, /any/thing, any",
        "127.0.0.1, /any, any",
    })
    void theMostSpecificRuleWins(String host, String path, String service) {
        assertThat(table.route(host, path)).map(Backend::service).contains(service);
    }

    @ParameterizedTest
    @CsvSource({"other.net, /", "a.b.example.org, /", "other.net, /anything"})
    void whatNoRuleTakesHasNoBackend(String host, String path) {
        assertThat(table.route(host, path)).isEmpty();
    }

    @Test
    void theDefaultBackendTakesTheRest() {
        Ingress withDefault =
                new IngressBuilder()
                        .withNewMetadata()
                        .withName("z")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withNewDefaultBackend()
                        .withNewService()
                        .withName("rest")
                        .withNewPort()
                        .withNumber(80)
                        .endPort()
                        .endService()
                        .endDefaultBackend()
                        .endSpec()
                        .build();
        assertThat(RouteTable.of(List.of(withDefault)).route("x", "/y"))
                .contains(new Backend("default", "rest", "80"));
    }

    @Test
    void servesOnlyItsOwnClassesAndClasslessIngressesWhileNoOtherIsTheDefault() {
        Ingress classless = ingress("a", "2026-01-01T00:00:00Z", null, "/", "Prefix", "s");
        Ingress mine =
                new IngressBuilder(classless)
                        .editSpec()
                        .withIngressClassName("gantry")
                        .endSpec()
                        .build();
        Ingress others =
                new IngressBuilder(classless)
                        .editSpec()
                        .withIngressClassName("nginx")
                        .endSpec()
                        .build();
        var gantry =
                new IngressClassBuilder()
                        .withNewMetadata()
                        .withName("gantry")
                        .endMetadata()
                        .withNewSpec()
                        .withController(Ours.CONTROLLER)
                        .endSpec()
                        .build();
        var nginx =
                new IngressClassBuilder()
                        .withNewMetadata()
                        .withName("nginx")
                        .addToAnnotations("ingressclass.kubernetes.io/is-default-class", "true")
                        .endMetadata()
                        .withNewSpec()
                        .withController("k8s.io/ingress-nginx")
                        .endSpec()
                        .build();
        List<Ingress> all = List.of(classless, mine, others);
        assertThat(Ours.of(all, List.of(gantry))).containsExactly(classless, mine);
        assertThat(Ours.of(all, List.of(gantry, nginx))).containsExactly(mine);
    }

    private static Ingress ingress(
            String name, String created, String host, String path, String type, String service) {
        return new IngressBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .withCreationTimestamp(created)
                .endMetadata()
                .withNewSpec()
                .addNewRule()
                .withHost(host)
                .withNewHttp()
                .addNewPath()
                .withPath(path)
                .withPathType(type)
                .withNewBackend()
                .withNewService()
                .withName(service)
                .withNewPort()
                .withNumber(80)
                .endPort()
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .endRule()
                .endSpec()
                .build();
    }
}
