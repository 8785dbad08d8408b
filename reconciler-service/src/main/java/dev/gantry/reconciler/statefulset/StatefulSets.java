package dev.gantry.reconciler.statefulset;

import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler.ObjectName;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.ownership.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;

/** The loop that keeps StatefulSets. */
public final class StatefulSets {

    private StatefulSets() {}

    public static ControllerLoop loop(Surroundings around) {
        Informer<StatefulSet> sets =
                around.informers().informer("statefulsets.apps", StatefulSet.class);
        Informer<ControllerRevision> revisions =
                around.owned("controllerrevisions.apps", ControllerRevision.class);
        Informer<PersistentVolumeClaim> claims =
                around.informers().informer("persistentvolumeclaims", PersistentVolumeClaim.class);
        StatefulSetReconciler reconciler =
                new StatefulSetReconciler(
                        sets, revisions, claims, around.events("statefulset-controller"), around);
        return around.loop(reconciler)
                .watch("statefulsets.apps", sets, Trigger.of(s -> List.of(key(s))))
                .watch("controllerrevisions.apps", revisions, Trigger.of(StatefulSets::owner))
                .watch("persistentvolumeclaims", claims, (before, after, queue) -> {})
                .watch("pods", around.pods(), Trigger.of(StatefulSets::owner));
    }

    private static ObjectName key(HasMetadata object) {
        return new ObjectName(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    private static List<ObjectName> owner(HasMetadata object) {
        return Owners.controllerOf(object)
                .filter(ref -> ref.getKind().equals("StatefulSet"))
                .map(
                        ref ->
                                List.of(
                                        new ObjectName(
                                                object.getMetadata().getNamespace(),
                                                ref.getName())))
                .orElse(List.of());
    }
}
