package dev.gantry.reconciler.daemonset;

import dev.gantry.api.selector.NodeSelection;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a daemon belongs on a node. Pure. */
final class NodeFit {

    private NodeFit() {}

    /** What every daemon puts up with, so that it runs where others may not. */
    static List<Toleration> tolerations(PodSpec spec) {
        List<Toleration> all = new ArrayList<>(spec.getTolerations());
        all.add(exists("node.kubernetes.io/not-ready", "NoExecute"));
        all.add(exists("node.kubernetes.io/unreachable", "NoExecute"));
        all.add(exists("node.kubernetes.io/disk-pressure", "NoSchedule"));
        all.add(exists("node.kubernetes.io/memory-pressure", "NoSchedule"));
        all.add(exists("node.kubernetes.io/pid-pressure", "NoSchedule"));
        all.add(exists("node.kubernetes.io/unschedulable", "NoSchedule"));
        if (Boolean.TRUE.equals(spec.getHostNetwork())) {
            all.add(exists("node.kubernetes.io/network-unavailable", "NoSchedule"));
        }
        return all.stream().distinct().toList();
    }

    private static Toleration exists(String key, String effect) {
        return new TolerationBuilder()
                .withKey(key)
                .withOperator("Exists")
                .withEffect(effect)
                .build();
    }

    /** A daemon should be started on the node. */
    static boolean shouldRun(PodSpec spec, Node node) {
        return matches(spec, node)
                && tolerates(spec, node, "NoSchedule")
                && tolerates(spec, node, "NoExecute");
    }

    /** A daemon that is on the node may stay. */
    static boolean mayStay(PodSpec spec, Node node) {
        return matches(spec, node) && tolerates(spec, node, "NoExecute");
    }

    private static boolean tolerates(PodSpec spec, Node node, String effect) {
        List<Toleration> tolerations = tolerations(spec);
        return node.getSpec() == null
                || node.getSpec().getTaints().stream()
                        .filter(t -> effect.equals(t.getEffect()))
                        .allMatch(t -> tolerations.stream().anyMatch(o -> tolerates(o, t)));
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        String key = toleration.getKey();
        boolean anyKey = key == null || key.isEmpty();
        String effect = toleration.getEffect();
        if ((effect != null && !effect.isEmpty() && !effect.equals(taint.getEffect()))
                || (!anyKey && !key.equals(taint.getKey()))) {
            return false;
        }
        return "Exists".equals(toleration.getOperator())
                || (!anyKey
                        && Objects.requireNonNullElse(toleration.getValue(), "")
                                .equals(Objects.requireNonNullElse(taint.getValue(), "")));
    }

    private static boolean matches(PodSpec spec, Node node) {
        String name = spec.getNodeName();
        if (name != null && !name.isEmpty() && !name.equals(node.getMetadata().getName())) {
            return false;
        }
        Map<String, String> labels =
                node.getMetadata().getLabels() == null ? Map.of() : node.getMetadata().getLabels();
        Map<String, String> selector = spec.getNodeSelector();
        if (selector != null && !labels.entrySet().containsAll(selector.entrySet())) {
            return false;
        }
        List<NodeSelectorTerm> terms = required(spec.getAffinity());
        return terms == null
                || NodeSelection.matches(terms, node.getMetadata().getName(), labels::get);
    }

    private static @Nullable List<NodeSelectorTerm> required(@Nullable Affinity affinity) {
        if (affinity == null
                || affinity.getNodeAffinity() == null
                || affinity.getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution()
                        == null) {
            return null;
        }
        return affinity.getNodeAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .getNodeSelectorTerms();
    }
}
