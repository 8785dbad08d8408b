package dev.gantry.state.admission.kinds.workload;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.PodDefaults;
import dev.gantry.state.admission.kinds.pod.PodWarnings;
import dev.gantry.state.admission.kinds.pod.TemplateRules;
import dev.gantry.state.admission.validation.Percents;
import dev.gantry.state.admission.validation.Place;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Deployment. Kubernetes: "Deployments". */
public final class DeploymentRules extends ObjectRules {

    private static final int REVISIONS = 10;
    private static final int PROGRESS_SECONDS = 600;
    private static final String QUARTER = "25%";

    private final TemplateRules templates;

    public DeploymentRules(ResourceType type, TemplateRules templates) {
        super(type);
        this.templates = templates;
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        PodDefaults.template(spec);
        absent(spec, "replicas", 1);
        ObjectNode strategy = Json.child(spec, "strategy");
        empty(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asString("").equals("RollingUpdate")) {
            ObjectNode rolling = Json.child(strategy, "rollingUpdate");
            absent(rolling, "maxUnavailable", QUARTER);
            absent(rolling, "maxSurge", QUARTER);
        }
        absent(spec, "revisionHistoryLimit", REVISIONS);
        absent(spec, "progressDeadlineSeconds", PROGRESS_SECONDS);
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        spec.at("replicas").nonNegative();
        Templated.selector(spec.at("selector"), "deployment");
        if (Templated.matching(spec.at("selector"), spec.at("template"))) {
            templates.checkRunning(spec.at("template"));
        }
        strategy(spec.at("strategy"));
        Templated.nonNegative(spec, "minReadySeconds", "revisionHistoryLimit");
        Place deadline = spec.at("progressDeadlineSeconds");
        deadline.nonNegative();
        if (deadline.present() && deadline.number() <= spec.at("minReadySeconds").number()) {
            deadline.invalid("must be greater than minReadySeconds");
        }
    }

    private static void strategy(Place strategy) {
        Place rolling = strategy.at("rollingUpdate");
        switch (strategy.at("type").text()) {
            case "Recreate" -> {
                if (rolling.present()) {
                    rolling.forbidden("may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> rolling(rolling);
            default -> strategy.unsupported(Set.of("Recreate", "RollingUpdate"));
        }
    }

    private static void rolling(Place rolling) {
        Place unavailable = rolling.at("maxUnavailable");
        Place surge = rolling.at("maxSurge");
        Percents.check(unavailable);
        Percents.check(surge);
        if (Percents.zero(unavailable) && Percents.zero(surge)) {
            unavailable.invalid("may not be 0 when `maxSurge` is 0");
        }
        Percents.notBeyondWhole(unavailable);
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        object.at("spec").at("selector").unchanged(stored.path("spec").path("selector"));
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForStatusUpdate(object, stored);
        JsonNode labels = stored.path("metadata").path("labels");
        ObjectNode metadata = Json.child(object, "metadata");
        if (labels.isMissingNode()) {
            metadata.remove("labels");
        } else {
            metadata.set("labels", labels.deepCopy());
        }
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        Place status = object.at("status");
        Templated.nonNegative(
                status,
                "observedGeneration",
                "replicas",
                "updatedReplicas",
                "readyReplicas",
                "availableReplicas",
                "unavailableReplicas",
                "terminatingReplicas");
        Templated.atMost(
                status, "updatedReplicas", "replicas", "cannot be greater than status.replicas");
        Templated.atMost(
                status, "readyReplicas", "replicas", "cannot be greater than status.replicas");
        Templated.atMost(
                status, "availableReplicas", "replicas", "cannot be greater than status.replicas");
        Templated.atMost(
                status,
                "availableReplicas",
                "readyReplicas",
                "cannot be greater than readyReplicas");
        Templated.collisions(status.at("collisionCount"), stored);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        JsonNode template = object.path("spec").path("template");
        return PodWarnings.of("spec.template", template.path("metadata"), template.path("spec"));
    }
}
