package dev.gantry.state.admission.kinds.workload;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.PodDefaults;
import dev.gantry.state.admission.kinds.pod.PodWarnings;
import dev.gantry.state.admission.kinds.pod.TemplateRules;
import dev.gantry.state.admission.validation.Place;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** ReplicaSet. Kubernetes: "ReplicaSet". */
public final class ReplicaSetRules extends ObjectRules {

    private final TemplateRules templates;

    public ReplicaSetRules(ResourceType type, TemplateRules templates) {
        super(type);
        this.templates = templates;
    }

    @Override
    public void defaults(ObjectNode object) {
        PodDefaults.template(spec(object));
        absent(spec(object), "replicas", 1);
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Templated.nonNegative(spec, "replicas", "minReadySeconds");
        Templated.selector(spec.at("selector"), "deployment");
        if (Templated.matching(spec.at("selector"), spec.at("template"))) {
            templates.checkRunning(spec.at("template"));
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        check(object);
        object.at("spec").at("selector").unchanged(stored.path("spec").path("selector"));
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        counts(object.at("status"));
    }

    /** The counts of ReplicaSets and ReplicationControllers. */
    static void counts(Place status) {
        Templated.nonNegative(
                status,
                "replicas",
                "fullyLabeledReplicas",
                "readyReplicas",
                "availableReplicas",
                "terminatingReplicas",
                "observedGeneration");
        for (String field : List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas")) {
            Templated.atMost(status, field, "replicas", "cannot be greater than status.replicas");
        }
        Templated.atMost(
                status,
                "availableReplicas",
                "readyReplicas",
                "cannot be greater than readyReplicas");
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        JsonNode template = object.path("spec").path("template");
        return PodWarnings.of("spec.template", template.path("metadata"), template.path("spec"));
    }
}
