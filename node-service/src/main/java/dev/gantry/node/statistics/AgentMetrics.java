package dev.gantry.node.statistics;

import static dev.gantry.node.statistics.Exposition.labels;

import dev.gantry.node.pod.PodView;
import dev.gantry.node.runtime.ContainerState.Phase;
import dev.gantry.node.statistics.PodUse.VolumeUse;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** {@code /metrics}: the node itself, its pods and claims, under kubelet's names. Pure. */
final class AgentMetrics {

    private AgentMetrics() {}

    static String of(String node, List<PodView> views, List<PodUse> pods) {
        Exposition out = new Exposition();
        out.family("kubelet_node_name", "gauge", "The node's name. The count is always 1.");
        out.sample(labels("node", node), 1, null);
        out.family("kubelet_running_pods", "gauge", "Number of pods that have a running sandbox");
        out.sample("", pods.stream().filter(p -> p.sandbox() != null).count(), null);
        out.family("kubelet_running_containers", "gauge", "Number of containers by their state");
        containers(out, views, "created", Phase.CREATED);
        containers(out, views, "running", Phase.RUNNING);
        containers(out, views, "exited", Phase.EXITED);
        claims(out, pods, "available_bytes", v -> v.space().availableBytes());
        claims(out, pods, "capacity_bytes", v -> v.space().capacityBytes());
        claims(out, pods, "used_bytes", VolumeUse::usedBytes);
        return out.text();
    }

    private static void containers(Exposition out, List<PodView> views, String name, Phase phase) {
        long count =
                views.stream()
                        .flatMap(v -> v.runtime().containers().stream())
                        .filter(c -> c.phase() == phase)
                        .count();
        out.sample(labels("container_state", name), count, null);
    }

    private static void claims(
            Exposition out, List<PodUse> pods, String name, ToDoubleFunction<VolumeUse> value) {
        out.family(
                "kubelet_volume_stats_" + name,
                "gauge",
                "The volume behind a claim: " + name.replace('_', ' '));
        for (PodUse pod : pods) {
            for (VolumeUse volume : pod.volumes()) {
                if (!volume.claim().isEmpty()) {
                    out.sample(
                            labels(
                                    "namespace", pod.namespace(),
                                    "persistentvolumeclaim", volume.claim()),
                            value.applyAsDouble(volume),
                            null);
                }
            }
        }
    }
}
