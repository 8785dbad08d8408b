package dev.gantry.reconciler.statefulset;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one decision rests on.
 *
 * @param pods that the set controls
 * @param claims of the set's namespace, by name
 * @param current the revision pods were made of before the present rollout
 * @param update the revision of the set's template; equal to {@code current} outside a rollout
 */
record StatefulSetObserved(
        StatefulSet owner,
        List<Pod> pods,
        Map<String, PersistentVolumeClaim> claims,
        Version current,
        Version update,
        int collisions,
        Instant now) {

    /** A revision by name, with its template. */
    record Version(String name, PodTemplateSpec template) {}
}
