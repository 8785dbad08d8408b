package dev.gantry.reconciler.pods;

import dev.gantry.reconciler.ownership.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/** Makes pods from templates. Pure. */
public final class PodTemplates {

    private PodTemplates() {}

    /** A pod of the template, controlled by the owner. */
    public static Pod pod(PodTemplateSpec template, HasMetadata owner, String name) {
        ObjectMeta given =
                template.getMetadata() == null ? new ObjectMeta() : template.getMetadata();
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(owner.getMetadata().getNamespace())
                .withName(name)
                .withGenerateName(owner.getMetadata().getName() + "-")
                .withLabels(given.getLabels())
                .withAnnotations(given.getAnnotations())
                .withFinalizers(given.getFinalizers())
                .withOwnerReferences(Owners.reference(owner))
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }
}
