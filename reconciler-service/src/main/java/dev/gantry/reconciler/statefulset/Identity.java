package dev.gantry.reconciler.statefulset;

import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.PodTemplates;
import dev.gantry.reconciler.revision.History;
import dev.gantry.reconciler.statefulset.StatefulSetObserved.Version;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names, labels and claims of a set's pods. Pure. */
final class Identity {

    private Identity() {}

    static int start(StatefulSet set) {
        var ordinals = set.getSpec().getOrdinals();
        return ordinals == null || ordinals.getStart() == null ? 0 : ordinals.getStart();
    }

    static int replicas(StatefulSet set) {
        Integer replicas = set.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    /** The number behind the set's name, -1 when the pod is not named so. */
    static int ordinal(StatefulSet set, Pod pod) {
        String prefix = set.getMetadata().getName() + "-";
        String name = pod.getMetadata().getName();
        if (!name.startsWith(prefix)) {
            return -1;
        }
        String rest = name.substring(prefix.length());
        boolean number = !rest.isEmpty() && rest.chars().allMatch(Character::isDigit);
        return number && rest.length() < 10 ? Integer.parseInt(rest) : -1;
    }

    static String podName(StatefulSet set, int ordinal) {
        return set.getMetadata().getName() + "-" + ordinal;
    }

    static String claimName(StatefulSet set, PersistentVolumeClaim template, int ordinal) {
        return template.getMetadata().getName() + "-" + podName(set, ordinal);
    }

    static Pod pod(StatefulSet set, Version version, int ordinal) {
        String name = podName(set, ordinal);
        Pod pod = PodTemplates.pod(version.template(), set, name);
        return new PodBuilder(pod)
                .editMetadata()
                .withGenerateName(set.getMetadata().getName() + "-")
                .addToLabels("statefulset.kubernetes.io/pod-name", name)
                .addToLabels("apps.kubernetes.io/pod-index", Integer.toString(ordinal))
                .addToLabels(History.POD_HASH, version.name())
                .endMetadata()
                .editSpec()
                .withHostname(name)
                .withSubdomain(set.getSpec().getServiceName())
                .withVolumes(volumes(set, pod, ordinal))
                .endSpec()
                .build();
    }

    /** A claim takes the place of a volume of the same name. */
    private static List<Volume> volumes(StatefulSet set, Pod pod, int ordinal) {
        List<Volume> volumes = new ArrayList<>();
        List<String> claimed = new ArrayList<>();
        for (PersistentVolumeClaim template : set.getSpec().getVolumeClaimTemplates()) {
            String name = template.getMetadata().getName();
            claimed.add(name);
            volumes.add(
                    new VolumeBuilder()
                            .withName(name)
                            .withNewPersistentVolumeClaim(claimName(set, template, ordinal), false)
                            .build());
        }
        pod.getSpec().getVolumes().stream()
                .filter(v -> !claimed.contains(v.getName()))
                .forEach(volumes::add);
        return volumes;
    }

    /** The claims of one ordinal. */
    static List<PersistentVolumeClaim> claims(StatefulSet set, int ordinal) {
        return set.getSpec().getVolumeClaimTemplates().stream()
                .map(t -> claim(set, t, ordinal))
                .toList();
    }

    private static PersistentVolumeClaim claim(
            StatefulSet set, PersistentVolumeClaim template, int ordinal) {
        Map<String, String> labels = new HashMap<>();
        if (template.getMetadata().getLabels() != null) {
            labels.putAll(template.getMetadata().getLabels());
        }
        if (set.getSpec().getSelector().getMatchLabels() != null) {
            labels.putAll(set.getSpec().getSelector().getMatchLabels());
        }
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(set.getMetadata().getNamespace())
                .withName(claimName(set, template, ordinal))
                .withLabels(labels)
                .withAnnotations(template.getMetadata().getAnnotations())
                .withOwnerReferences(
                        retention(set, true).equals("Delete")
                                ? List.of(plain(set))
                                : List.<OwnerReference>of())
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    /** What becomes of claims when the set is deleted, or scaled down. */
    static String retention(StatefulSet set, boolean whenDeleted) {
        var policy = set.getSpec().getPersistentVolumeClaimRetentionPolicy();
        if (policy == null) {
            return "Retain";
        }
        String value = whenDeleted ? policy.getWhenDeleted() : policy.getWhenScaled();
        return value == null ? "Retain" : value;
    }

    /** An owner that is not the controller: the claim goes with it and blocks nothing. */
    private static OwnerReference plain(StatefulSet set) {
        return new OwnerReferenceBuilder(Owners.reference(set))
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
