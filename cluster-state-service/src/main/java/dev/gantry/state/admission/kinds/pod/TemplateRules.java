package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.MetadataRules;
import dev.gantry.state.admission.validation.Place;

/** The rules of a pod template. Kubernetes: "Pod templates". Pure. */
public final class TemplateRules {

    private final PodSpecRules specs;

    public TemplateRules(PodSpecRules specs) {
        this.specs = specs;
    }

    /** Tells every problem of {@code template}; its labels and annotations are named as its own. */
    public void check(Place template) {
        Place metadata = template.at("metadata");
        MetadataRules.labels(metadata.at("labels").named(template.path() + ".labels"));
        MetadataRules.annotations(
                metadata.at("annotations").named(template.path() + ".annotations"));
        Place spec = template.at("spec");
        specs.check(spec);
        if (!spec.at("ephemeralContainers").empty()) {
            spec.at("ephemeralContainers")
                    .forbidden("ephemeral containers not allowed in pod template");
        }
    }

    /** What a controller of pods that run for ever asks beyond that. */
    public void checkRunning(Place template) {
        check(template);
        Place spec = template.at("spec");
        String restart = spec.at("restartPolicy").text();
        if (!restart.isEmpty() && !restart.equals("Always")) {
            spec.at("restartPolicy").unsupported(java.util.Set.of("Always"));
        }
        if (spec.at("activeDeadlineSeconds").present()) {
            spec.at("activeDeadlineSeconds")
                    .forbidden("activeDeadlineSeconds in " + "template is not supported");
        }
    }
}
