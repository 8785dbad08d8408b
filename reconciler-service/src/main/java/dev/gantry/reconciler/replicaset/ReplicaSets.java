package dev.gantry.reconciler.replicaset;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.selector.LabelSelector;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler.ObjectName;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.ownership.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The loops that keep ReplicaSets and ReplicationControllers. */
public final class ReplicaSets {

    private ReplicaSets() {}

    public static ControllerLoop loop(Surroundings around) {
        Informer<ReplicaSet> sets = around.owned("replicasets.apps", ReplicaSet.class);
        ReplicaSetReconciler reconciler =
                new ReplicaSetReconciler(
                        "replicaset",
                        Catalog.builtIn().require("replicasets.apps"),
                        sets::get,
                        sets,
                        around.events("replicaset-controller"),
                        around);
        Function<Pod, Stream<HasMetadata>> matching =
                pod ->
                        sets.list(pod.getMetadata().getNamespace()).stream()
                                .filter(
                                        s ->
                                                selects(
                                                        LabelSelector.of(s.getSpec().getSelector()),
                                                        pod))
                                .map(s -> s);
        return around.loop(reconciler)
                .watch("replicasets.apps", sets, Trigger.of(set -> List.of(key(set))))
                .watch("pods", around.pods(), Trigger.of(p -> keys(p, "ReplicaSet", matching)));
    }

    public static ControllerLoop oldLoop(Surroundings around) {
        Informer<ReplicationController> olds =
                around.owned("replicationcontrollers", ReplicationController.class);
        ReplicaSetReconciler reconciler =
                new ReplicaSetReconciler(
                        "replicationcontroller",
                        Catalog.builtIn().require("replicationcontrollers"),
                        (namespace, name) -> {
                            ReplicationController old = olds.get(namespace, name);
                            return old == null ? null : PodSets.of(old);
                        },
                        around.owned("replicasets.apps", ReplicaSet.class),
                        around.events("replication-controller"),
                        around);
        Function<Pod, Stream<HasMetadata>> matching =
                pod ->
                        olds.list(pod.getMetadata().getNamespace()).stream()
                                .filter(
                                        s ->
                                                selects(
                                                        LabelSelector.ofMap(
                                                                s.getSpec().getSelector()),
                                                        pod))
                                .map(s -> s);
        return around.loop(reconciler)
                .watch("replicationcontrollers", olds, Trigger.of(set -> List.of(key(set))))
                .watch(
                        "pods",
                        around.pods(),
                        Trigger.of(p -> keys(p, "ReplicationController", matching)));
    }

    private static boolean selects(LabelSelector selector, Pod pod) {
        return selector.matches(pod.getMetadata().getLabels());
    }

    /** The pod's controller; of a pod without one, every set that might adopt it. */
    private static List<ObjectName> keys(
            Pod pod, String kind, Function<Pod, Stream<HasMetadata>> matching) {
        return Owners.controllerOf(pod)
                .map(
                        ref ->
                                ref.getKind().equals(kind)
                                        ? List.of(
                                                new ObjectName(
                                                        pod.getMetadata().getNamespace(),
                                                        ref.getName()))
                                        : List.<ObjectName>of())
                .orElseGet(() -> matching.apply(pod).map(ReplicaSets::key).toList());
    }

    private static ObjectName key(HasMetadata object) {
        return new ObjectName(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }
}
