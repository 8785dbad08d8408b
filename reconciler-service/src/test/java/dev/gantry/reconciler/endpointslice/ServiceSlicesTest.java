package dev.gantry.reconciler.endpointslice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.reconciler.cluster.Stage;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceSlicesTest {

    private final Stage stage = new Stage().with(ServiceSlices::loop);

    @AfterEach
    void close() {
        stage.close();
    }

    private static ServiceBuilder web() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("web")
                .addToLabels("tier", "front")
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "web")
                .withClusterIP("10.96.0.7")
                .withIpFamilies("IPv4")
                .addNewPort()
                .withName("http")
                .withPort(80)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString("http"))
                .endPort()
                .endSpec();
    }

    private static Pod pod(String name, int port) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .addNewPort()
                .withName("http")
                .withContainerPort(port)
                .withProtocol("TCP")
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
    }

    private List<EndpointSlice> slices() {
        return stage.cluster().list(EndpointSlice.class, "default");
    }

    private Endpoints endpoints() {
        return stage.cluster().get(Endpoints.class, "default", "web");
    }

    private void put(int count) {
        for (int i = 0; i < count; i++) {
            stage.cluster().put(pod("web-" + i, 8080));
        }
        stage.pods().forEach(stage::ready);
    }

    @Test
    void readyPodsStandBehindTheService() {
        stage.cluster().put(web().build());
        put(2);
        stage.settle();
        assertThat(slices())
                .singleElement()
                .satisfies(
                        s -> {
                            assertThat(s.getMetadata().getName()).startsWith("web-");
                            assertThat(s.getMetadata().getLabels())
                                    .containsEntry("tier", "front")
                                    .containsEntry("kubernetes.io/service-name", "web")
                                    .containsEntry(
                                            "endpointslice.kubernetes.io/managed-by",
                                            "endpointslice-controller.k8s.io");
                            assertThat(s.getAddressType()).isEqualTo("IPv4");
                            assertThat(s.getPorts().get(0).getPort()).isEqualTo(8080);
                            assertThat(s.getEndpoints())
                                    .hasSize(2)
                                    .allSatisfy(
                                            e -> {
                                                assertThat(e.getConditions().getReady()).isTrue();
                                                assertThat(e.getNodeName()).isEqualTo("node-1");
                                            });
                        });
        assertThat(endpoints().getSubsets())
                .singleElement()
                .satisfies(s -> assertThat(s.getAddresses()).hasSize(2));
    }

    @Test
    void unreadyAndGoingPodsAreThereButNotReady() {
        stage.cluster().put(web().build());
        put(2);
        stage.unready(stage.pods().get(0));
        stage.cluster().delete(Pod.class, "default", "web-1");
        stage.settle();
        List<Endpoint> endpoints = slices().get(0).getEndpoints();
        assertThat(endpoints)
                .extracting(e -> e.getConditions().getReady())
                .containsExactly(false, false);
        assertThat(endpoints)
                .extracting(e -> e.getConditions().getServing())
                .containsExactly(false, true);
        assertThat(endpoints)
                .extracting(e -> e.getConditions().getTerminating())
                .containsExactly(false, true);
        assertThat(endpoints().getSubsets().get(0).getAddresses()).isEmpty();
        assertThat(endpoints().getSubsets().get(0).getNotReadyAddresses()).hasSize(1);
    }

    @Test
    void serviceWithoutPodsHasOneEmptySlice() {
        stage.cluster().put(web().build());
        stage.settle();
        assertThat(slices()).singleElement().satisfies(s -> assertThat(s.getEndpoints()).isEmpty());
        long revision = stage.cluster().revision();
        put(1);
        stage.settle();
        assertThat(slices()).hasSize(1);
        stage.cluster().delete(Pod.class, "default", "web-0");
        stage.kubelet();
        stage.settle();
        assertThat(slices()).singleElement().satisfies(s -> assertThat(s.getEndpoints()).isEmpty());
        assertThat(stage.cluster().revision()).isGreaterThan(revision);
    }

    @Test
    void slicesHoldAHundredAndChangeAsLittleAsPossible() {
        stage.cluster().put(web().build());
        put(250);
        stage.settle();
        assertThat(slices())
                .extracting(s -> s.getEndpoints().size())
                .containsExactlyInAnyOrder(100, 100, 50);
        stage.cluster().forgetWrites();
        stage.unready(stage.pods().get(0));
        stage.settle();
        assertThat(stage.cluster().writes())
                .filteredOn(w -> w.contains("endpointslices"))
                .hasSize(1);
    }

    @Test
    void podsWithDifferentPortsAreInDifferentSlices() {
        stage.cluster().put(web().build());
        stage.cluster().put(pod("a", 8080));
        stage.cluster().put(pod("b", 9090));
        stage.pods().forEach(stage::ready);
        stage.settle();
        assertThat(slices())
                .extracting(s -> s.getPorts().get(0).getPort())
                .containsExactlyInAnyOrder(8080, 9090);
        assertThat(endpoints().getSubsets()).hasSize(2);
    }

    @Test
    void headlessServicePublishesHostnamesAndNotReadyPodsWhenAsked() {
        stage.cluster()
                .put(
                        web().editSpec()
                                .withClusterIP("None")
                                .withPublishNotReadyAddresses(true)
                                .endSpec()
                                .build());
        Pod pod = pod("web-0", 80);
        pod.getSpec().setHostname("web-0");
        pod.getSpec().setSubdomain("web");
        stage.cluster().put(pod);
        stage.unready(stage.pods().get(0));
        stage.settle();
        Endpoint endpoint = slices().get(0).getEndpoints().get(0);
        assertThat(endpoint.getHostname()).isEqualTo("web-0");
        assertThat(endpoint.getConditions().getReady()).isTrue();
        assertThat(endpoint.getConditions().getServing()).isFalse();
        assertThat(slices().get(0).getMetadata().getLabels())
                .containsKey("service.kubernetes.io/headless");
    }

    @Test
    void nothingIsWrittenTwice() {
        stage.cluster().put(web().build());
        put(3);
        stage.settle();
        long revision = stage.cluster().revision();
        stage.cluster()
                .put(pod("other", 1).edit().editMetadata().withLabels(null).endMetadata().build());
        stage.settle();
        assertThat(stage.cluster().revision()).isEqualTo(revision + 1);
        stage.cluster().put(stage.cluster().get(Service.class, "default", "web"));
        stage.settle();
        assertThat(stage.cluster().revision()).isEqualTo(revision + 2);
    }

    @Test
    void serviceWithoutSelectorIsLeftAlone() {
        stage.cluster()
                .put(
                        web().editMetadata()
                                .withName("kubernetes")
                                .endMetadata()
                                .editSpec()
                                .withSelector(null)
                                .endSpec()
                                .build());
        stage.settle();
        assertThat(slices()).isEmpty();
    }

    @Test
    void endpointsGoWithTheirService() {
        stage.cluster().put(web().build());
        stage.settle();
        assertThat(endpoints()).isNotNull();
        stage.cluster().delete(Service.class, "default", "web");
        stage.settle();
        assertThat(endpoints()).isNull();
    }
}
