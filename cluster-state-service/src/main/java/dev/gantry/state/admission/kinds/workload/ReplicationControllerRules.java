package dev.gantry.state.admission.kinds.workload;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.PodDefaults;
import dev.gantry.state.admission.kinds.pod.TemplateRules;
import dev.gantry.state.admission.validation.Place;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** ReplicationController. Kubernetes: "ReplicationController". */
public final class ReplicationControllerRules extends ObjectRules {

    private final TemplateRules templates;

    public ReplicationControllerRules(ResourceType type, TemplateRules templates) {
        super(type);
        this.templates = templates;
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        absent(spec, "replicas", 1);
        if (!spec.hasNonNull("template")) {
            return;
        }
        PodDefaults.template(spec);
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (labels.isEmpty()) {
            return;
        }
        if (spec.path("selector").isEmpty()) {
            spec.set("selector", labels.deepCopy());
        }
        ObjectNode metadata = Json.child(object, "metadata");
        if (metadata.path("labels").isEmpty()) {
            metadata.set("labels", labels.deepCopy());
        }
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Templated.nonNegative(spec, "minReadySeconds");
        if (spec.at("selector").empty()) {
            spec.at("selector").required("");
        }
        spec.at("replicas").nonNegative();
        Place template = spec.at("template");
        if (!template.present()) {
            template.required("");
            return;
        }
        Map<String, String> labels = Templated.labels(template);
        boolean selected =
                spec.at("selector").entries().stream()
                        .allMatch(e -> e.getValue().text().equals(labels.get(e.getKey())));
        if (!selected) {
            Templated.mismatch(template);
        }
        templates.checkRunning(template);
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        check(object);
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        ReplicaSetRules.counts(object.at("status"));
    }
}
