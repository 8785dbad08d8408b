package dev.gantry.node.serviceaddress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.node.serviceaddress.ServicePort.Endpoint;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceTableTest {

    @Test
    void leadsAPortToTheReadyEndpointsOfItsName() {
        assertThat(table(service("10.96.0.7"), slice("http", true, "10.244.1.2", "10.244.1.3")))
                .singleElement()
                .satisfies(
                        p -> {
                            assertThat(p.id()).isEqualTo("default/web:80");
                            assertThat(p.addresses()).containsExactly("10.96.0.7");
                            assertThat(p.nodePort()).isEqualTo(30080);
                            assertThat(p.endpoints())
                                    .containsExactly(
                                            new Endpoint("10.244.1.2", 8080),
                                            new Endpoint("10.244.1.3", 8080));
                        });
    }

    @Test
    void leavesOutEndpointsOfAnotherPortAndUnreadyOnes() {
        assertThat(
                        table(service("10.96.0.7"), slice("admin", true, "10.244.1.2"))
                                .get(0)
                                .endpoints())
                .isEmpty();
        assertThat(
                        table(service("10.96.0.7"), slice("http", false, "10.244.1.2"))
                                .get(0)
                                .endpoints())
                .isEmpty();
    }

    @Test
    void fallsBackToTerminatingEndpointsThatStillServe() {
        EndpointSlice terminating =
                new EndpointSliceBuilder(slice("http", false, "10.244.1.9"))
                        .editFirstEndpoint()
                        .withNewConditions(false, true, true)
                        .endEndpoint()
                        .build();
        assertThat(table(service("10.96.0.7"), terminating).get(0).endpoints())
                .containsExactly(new Endpoint("10.244.1.9", 8080));
        assertThat(
                        ServiceTable.of(
                                        List.of(service("10.96.0.7")),
                                        List.of(terminating, slice("http", true, "10.244.1.2")),
                                        Map.of())
                                .get(0)
                                .endpoints())
                .containsExactly(new Endpoint("10.244.1.2", 8080));
    }

    @Test
    void headlessServicesHaveNoVirtualPorts() {
        assertThat(table(service("None"), slice("http", true, "10.244.1.2"))).isEmpty();
    }

    @Test
    void aServiceThatTheHostServesNeedsNoEndpoints() {
        assertThat(
                        ServiceTable.of(
                                List.of(service("10.96.0.7")),
                                List.of(),
                                Map.of("default/web:80/tcp", new Endpoint("127.0.0.1", 6443))))
                .singleElement()
                .satisfies(
                        p ->
                                assertThat(p.endpoints())
                                        .containsExactly(new Endpoint("127.0.0.1", 6443)));
    }

    private static List<ServicePort> table(Service service, EndpointSlice slice) {
        return ServiceTable.of(List.of(service), List.of(slice), Map.of());
    }

    private static Service service(String clusterIp) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withClusterIP(clusterIp)
                .addNewPort()
                .withName("http")
                .withProtocol("TCP")
                .withPort(80)
                .withNodePort(30080)
                .endPort()
                .endSpec()
                .build();
    }

    private static EndpointSlice slice(String portName, boolean ready, String... addresses) {
        EndpointSliceBuilder slice =
                new EndpointSliceBuilder()
                        .withAddressType("IPv4")
                        .withNewMetadata()
                        .withName("web-1")
                        .withNamespace("default")
                        .addToLabels("kubernetes.io/service-name", "web")
                        .endMetadata()
                        .addNewPort()
                        .withName(portName)
                        .withProtocol("TCP")
                        .withPort(8080)
                        .endPort();
        for (String address : addresses) {
            slice.addNewEndpoint()
                    .withAddresses(address)
                    .withNewConditions(ready, ready, false)
                    .endEndpoint();
        }
        return slice.build();
    }
}
