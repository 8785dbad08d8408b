package dev.gantry.reconciler.deployment;

import dev.gantry.api.selector.LabelSelector;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler.ObjectName;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;

/** The loop that keeps Deployments. */
public final class Deployments {

    private Deployments() {}

    public static ControllerLoop loop(Surroundings around) {
        Informer<Deployment> deployments =
                around.informers().informer("deployments.apps", Deployment.class);
        Informer<ReplicaSet> sets = around.owned("replicasets.apps", ReplicaSet.class);
        DeploymentReconciler reconciler =
                new DeploymentReconciler(
                        deployments, sets, around.events("deployment-controller"), around);
        return around.loop(reconciler)
                .watch("deployments.apps", deployments, Trigger.of(d -> List.of(key(d))))
                .watch("replicasets.apps", sets, Trigger.of(s -> owners(s, deployments)))
                .watch("pods", around.pods(), lastPodGone(sets, deployments));
    }

    private static List<ObjectName> owners(ReplicaSet set, Informer<Deployment> deployments) {
        return Owners.controllerOf(set)
                .map(
                        ref ->
                                ref.getKind().equals("Deployment")
                                        ? List.of(
                                                new ObjectName(
                                                        set.getMetadata().getNamespace(),
                                                        ref.getName()))
                                        : List.<ObjectName>of())
                .orElseGet(() -> matching(set, deployments));
    }

    private static List<ObjectName> matching(ReplicaSet set, Informer<Deployment> deployments) {
        return deployments.list(set.getMetadata().getNamespace()).stream()
                .filter(
                        d ->
                                LabelSelector.of(d.getSpec().getSelector())
                                        .matches(set.getMetadata().getLabels()))
                .map(Deployments::key)
                .toList();
    }

    /** Recreate waits for the last old pod; other Deployments look at their sets only. */
    private static Trigger<Pod> lastPodGone(
            Informer<ReplicaSet> sets, Informer<Deployment> deployments) {
        return (before, after, queue) -> {
            boolean over = after == null || (before != null && Pods.isFinished(after));
            if (before == null || !over) {
                return;
            }
            Owners.controllerOf(before)
                    .map(ref -> sets.get(before.getMetadata().getNamespace(), ref.getName()))
                    .flatMap(Owners::controllerOf)
                    .map(ref -> deployments.get(before.getMetadata().getNamespace(), ref.getName()))
                    .filter(d -> !Replicas.isRolling(d))
                    .ifPresent(d -> queue.accept(key(d)));
        };
    }

    private static ObjectName key(HasMetadata object) {
        return new ObjectName(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }
}
