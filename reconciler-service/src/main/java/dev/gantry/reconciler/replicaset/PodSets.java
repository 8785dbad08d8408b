package dev.gantry.reconciler.replicaset;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.client.StateClient.Write;
import dev.gantry.reconciler.controller.Patches;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerConditionBuilder;
import io.fabric8.kubernetes.api.model.ReplicationControllerStatus;
import io.fabric8.kubernetes.api.model.ReplicationControllerStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;

/** A ReplicationController is an older ReplicaSet: seen as one, and its status written back. */
final class PodSets {

    private PodSets() {}

    static ReplicaSet of(ReplicationController old) {
        return new ReplicaSetBuilder()
                .withApiVersion(old.getApiVersion())
                .withKind(old.getKind())
                .withMetadata(old.getMetadata())
                .withNewSpec()
                .withReplicas(old.getSpec().getReplicas())
                .withMinReadySeconds(old.getSpec().getMinReadySeconds())
                .withSelector(
                        new LabelSelectorBuilder()
                                .withMatchLabels(old.getSpec().getSelector())
                                .build())
                .withTemplate(old.getSpec().getTemplate())
                .endSpec()
                .withStatus(status(old.getStatus()))
                .build();
    }

    private static @org.jspecify.annotations.Nullable ReplicaSetStatus status(
            @org.jspecify.annotations.Nullable ReplicationControllerStatus old) {
        if (old == null) {
            return null;
        }
        return new ReplicaSetStatusBuilder()
                .withReplicas(old.getReplicas())
                .withFullyLabeledReplicas(old.getFullyLabeledReplicas())
                .withReadyReplicas(old.getReadyReplicas())
                .withAvailableReplicas(old.getAvailableReplicas())
                .withObservedGeneration(old.getObservedGeneration())
                .withConditions(
                        old.getConditions().stream()
                                .map(
                                        c ->
                                                new ReplicaSetConditionBuilder()
                                                        .withType(c.getType())
                                                        .withStatus(c.getStatus())
                                                        .withReason(c.getReason())
                                                        .withMessage(c.getMessage())
                                                        .withLastTransitionTime(
                                                                c.getLastTransitionTime())
                                                        .build())
                                .toList())
                .build();
    }

    static Write statusWrite(ResourceType type, ReplicaSet seen, ReplicaSetStatus after) {
        if (seen.getKind().equals("ReplicaSet")) {
            return Patches.status(type, seen, seen.getStatus(), after);
        }
        ReplicaSetStatus before =
                seen.getStatus() == null ? new ReplicaSetStatus() : seen.getStatus();
        return Patches.status(type, seen, old(before), old(after));
    }

    private static ReplicationControllerStatus old(ReplicaSetStatus status) {
        return new ReplicationControllerStatusBuilder()
                .withReplicas(status.getReplicas())
                .withFullyLabeledReplicas(status.getFullyLabeledReplicas())
                .withReadyReplicas(status.getReadyReplicas())
                .withAvailableReplicas(status.getAvailableReplicas())
                .withObservedGeneration(status.getObservedGeneration())
                .withConditions(
                        status.getConditions().stream()
                                .map(
                                        c ->
                                                new ReplicationControllerConditionBuilder()
                                                        .withType(c.getType())
                                                        .withStatus(c.getStatus())
                                                        .withReason(c.getReason())
                                                        .withMessage(c.getMessage())
                                                        .withLastTransitionTime(
                                                                c.getLastTransitionTime())
                                                        .build())
                                .toList())
                .build();
    }
}
