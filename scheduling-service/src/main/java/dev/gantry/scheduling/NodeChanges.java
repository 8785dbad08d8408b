package dev.gantry.scheduling;

import dev.gantry.scheduling.cluster.Resources;
import dev.gantry.scheduling.framework.ClusterEvent;
import io.fabric8.kubernetes.api.model.Node;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Which changes of a node may make room for a pod. Pure. */
final class NodeChanges {

    private NodeChanges() {}

    static Set<ClusterEvent> between(Node before, Node after) {
        Set<ClusterEvent> happened = EnumSet.noneOf(ClusterEvent.class);
        if (!Objects.equals(before.getMetadata().getLabels(), after.getMetadata().getLabels())) {
            happened.add(ClusterEvent.NODE_LABELS_CHANGED);
        }
        if (!Objects.equals(before.getSpec().getTaints(), after.getSpec().getTaints())
                || !Objects.equals(
                        before.getSpec().getUnschedulable(), after.getSpec().getUnschedulable())) {
            happened.add(ClusterEvent.NODE_TAINTS_CHANGED);
        }
        if (!allocatable(before).equals(allocatable(after))) {
            happened.add(ClusterEvent.NODE_ALLOCATABLE_GREW);
        }
        return happened;
    }

    private static Resources allocatable(Node node) {
        return node.getStatus() == null
                ? Resources.NONE
                : Resources.of(node.getStatus().getAllocatable());
    }
}
