package dev.gantry.scheduling;

import dev.gantry.scheduling.cluster.PodInfo;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.function.Function;

/** Nodes and pods for tests. */
public final class Given {

    private Given() {}

    /** A node with 110 pods and labels for its host name. */
    public static Node node(String name, String cpu, String memory) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withAllocatable(
                        Map.of(
                                "cpu", new Quantity(cpu),
                                "memory", new Quantity(memory),
                                "pods", new Quantity("110")))
                .endStatus()
                .build();
    }

    public static PodBuilder pod(String name, String cpu, String memory) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .withUid("uid-" + name)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("image:1")
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory)))
                .endResources()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .endStatus();
    }

    public static PodInfo info(PodBuilder pod) {
        return PodInfo.of(pod.build());
    }

    public static PodInfo info(
            String name, String cpu, String memory, Function<PodBuilder, PodBuilder> more) {
        return info(more.apply(pod(name, cpu, memory)));
    }

    public static PodInfo on(String node, PodBuilder pod) {
        Pod bound = pod.editSpec().withNodeName(node).endSpec().build();
        return PodInfo.of(bound);
    }
}
