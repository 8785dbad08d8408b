package dev.gantry.benchmarks.micro;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Nodes and pods of real sizes. */
final class Samples {

    private static final int ZONES = 10;

    private Samples() {}

    /** 4 CPUs, 32 GiB, 110 pods, one of ten zones. */
    static Node node(int number) {
        String name = "node-" + number;
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .addToLabels("topology.kubernetes.io/zone", "zone-" + number % ZONES)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withAllocatable(
                        Map.of(
                                "cpu", new Quantity("4"),
                                "memory", new Quantity("32Gi"),
                                "pods", new Quantity("110")))
                .endStatus()
                .build();
    }

    /** 100m CPU and 500 MB, labelled by its app. */
    static PodBuilder pod(String name, String app) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("bench")
                .withUid("uid-" + name)
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .addToLabels("app", app)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("registry.example/bench/main:1.0")
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("500M")))
                .endResources()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .endStatus();
    }

    /** Apart from others of its app by host. */
    static Pod alone(String name, String app) {
        return pod(name, app)
                .editSpec()
                .withNewAffinity()
                .withNewPodAntiAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withTopologyKey("kubernetes.io/hostname")
                .withNewLabelSelector()
                .addToMatchLabels("app", app)
                .endLabelSelector()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .endAffinity()
                .endSpec()
                .build();
    }

    /** In the zone of others of its app. */
    static Pod together(String name, String app) {
        return pod(name, app)
                .editSpec()
                .withNewAffinity()
                .withNewPodAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withTopologyKey("topology.kubernetes.io/zone")
                .withNewLabelSelector()
                .addToMatchLabels("app", app)
                .endLabelSelector()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAffinity()
                .endAffinity()
                .endSpec()
                .build();
    }

    /** Spread over the zones evenly. */
    static Pod spread(String name, String app) {
        return pod(name, app)
                .editSpec()
                .addNewTopologySpreadConstraint()
                .withMaxSkew(5)
                .withTopologyKey("topology.kubernetes.io/zone")
                .withWhenUnsatisfiable("DoNotSchedule")
                .withNewLabelSelector()
                .addToMatchLabels("app", app)
                .endLabelSelector()
                .endTopologySpreadConstraint()
                .endSpec()
                .build();
    }

    /** A container that says about as much as real ones do: the whole is 2 KB of JSON. */
    static Pod large(String name) {
        PodBuilder pod = pod(name, "web");
        for (int i = 0; i < 14; i++) {
            pod =
                    pod.editSpec()
                            .editContainer(0)
                            .addNewEnv()
                            .withName("VARIABLE_" + i)
                            .withValue(
                                    "the quick brown fox jumps over the lazy dog, again and again")
                            .endEnv()
                            .endContainer()
                            .endSpec();
        }
        return pod.build();
    }
}
