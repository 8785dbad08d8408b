package dev.gantry.state.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.status.ApiException;
import dev.gantry.state.served.ServedTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {

    private final Routing routing = new Routing(ServedTypes.of(Catalog.builtIn()));

    @ParameterizedTest
    @CsvSource({
        "/api/v1/pods, pods, '', '', ''",
        "/api/v1/namespaces/d/pods, pods, d, '', ''",
        "/api/v1/namespaces/d/pods/web, pods, d, web, ''",
        "/api/v1/namespaces/d/pods/web/status, pods, d, web, status",
        "/api/v1/namespaces/d/pods/web/proxy/a/b, pods, d, web, proxy",
        "/api/v1/namespaces, namespaces, '', '', ''",
        "/api/v1/namespaces/d, namespaces, '', d, ''",
        "/api/v1/namespaces/d/finalize, namespaces, '', d, finalize",
        "/api/v1/namespaces/d/status, namespaces, '', d, status",
        "/api/v1/nodes/n%2D1, nodes, '', n-1, ''",
        "/apis/apps/v1/namespaces/d/deployments/web/scale, deployments.apps, d, web, scale",
        "/api/v1/watch/namespaces/d/pods, pods, d, '', ''",
        "/apis/apps/v1/namespaces/d/deployments/, deployments.apps, d, '', ''"
    })
    void pathsOfResourcesAreUnderstood(
            String path, String resource, String namespace, String name, String subresource) {
        assertThat(routing.resolve(path))
                .isInstanceOfSatisfying(
                        Route.Resource.class,
                        route -> {
                            assertThat(route.target().type().groupResource()).isEqualTo(resource);
                            assertThat(route.target().namespace()).isEqualTo(namespace);
                            assertThat(route.target().name()).isEqualTo(name);
                            assertThat(route.target().subresource()).isEqualTo(subresource);
                            assertThat(route.target().watch()).isEqualTo(path.contains("/watch/"));
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/pods/web",
                "/api/v1/namespaces/d/nodes",
                "/api/v1/namespaces/d/zaps",
                "/api/v1/namespaces/d/pods/web/zap",
                "/api/v1/namespaces/d/pods/web/status/more",
                "/apis/nowhere.example.com/v1/things"
            })
    void otherPathsBelowAVersionAreUnknownResources(String path) {
        assertThat(routing.resolve(path)).isInstanceOf(Route.UnknownResource.class);
    }

    @Test
    void pathsWithoutResourceAreDiscoveryOrSomethingElse() {
        assertThat(routing.resolve("/api")).isInstanceOf(Route.Discovery.class);
        assertThat(routing.resolve("/apis/apps/v1")).isInstanceOf(Route.Discovery.class);
        assertThat(routing.resolve("/version")).isInstanceOf(Route.Other.class);
        assertThat(routing.resolve("/")).isInstanceOf(Route.Other.class);
    }

    @Test
    void brokenEscapesAndDotsAreRefused() {
        assertThatThrownBy(() -> routing.resolve("/api/v1/nodes/%zz"))
                .isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> routing.resolve("/api/v1/nodes/.."))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error().code()).isEqualTo(400));
    }
}
