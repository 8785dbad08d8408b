package dev.gantry.state.admission.kinds.workload;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.PodDefaults;
import dev.gantry.state.admission.kinds.pod.PodWarnings;
import dev.gantry.state.admission.kinds.pod.TemplateRules;
import dev.gantry.state.admission.validation.Percents;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import dev.gantry.state.admission.validation.Selectors;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** DaemonSet. Kubernetes: "DaemonSet". */
public final class DaemonSetRules extends ObjectRules {

    private static final int REVISIONS = 10;

    /** How often the template changed, kept where old clients look for it. */
    private static final String GENERATION = "deprecated.daemonset.template.generation";

    private final TemplateRules templates;

    public DaemonSetRules(ResourceType type, TemplateRules templates) {
        super(type);
        this.templates = templates;
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        PodDefaults.template(spec);
        ObjectNode strategy = Json.child(spec, "updateStrategy");
        empty(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asString("").equals("RollingUpdate")) {
            ObjectNode rolling = Json.child(strategy, "rollingUpdate");
            absent(rolling, "maxUnavailable", 1);
            absent(rolling, "maxSurge", 0);
        }
        absent(spec, "revisionHistoryLimit", REVISIONS);
        if (generation(object) < 1) {
            generation(object, 1);
        }
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForUpdate(object, stored);
        boolean same =
                Same.value(
                        object.path("spec").path("template"), stored.path("spec").path("template"));
        generation(object, generation(stored) + (same ? 0 : 1));
    }

    private static long generation(ObjectNode object) {
        String text = object.path("metadata").path("annotations").path(GENERATION).asString("0");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void generation(ObjectNode object, long value) {
        Json.child(Json.child(object, "metadata"), "annotations")
                .put(GENERATION, Long.toString(value));
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Place selector = spec.at("selector");
        Place template = spec.at("template");
        Selectors.check(selector);
        if (Selectors.sound(selector) && !Templated.matches(selector.node(), template)) {
            Templated.mismatch(template);
        }
        if (selector.present()
                && selector.at("matchLabels").empty()
                && selector.at("matchExpressions").empty()) {
            selector.invalid("empty selector is invalid for daemonset");
        }
        templates.checkRunning(template);
        Templated.nonNegative(spec, "minReadySeconds", "revisionHistoryLimit");
        strategy(spec.at("updateStrategy"));
    }

    private static void strategy(Place strategy) {
        Place rolling = strategy.at("rollingUpdate");
        switch (strategy.at("type").text()) {
            case "OnDelete" -> {}
            case "RollingUpdate" -> rolling(rolling);
            default -> strategy.unsupported(Set.of("OnDelete", "RollingUpdate"));
        }
    }

    private static void rolling(Place rolling) {
        Place unavailable = rolling.at("maxUnavailable");
        Place surge = rolling.at("maxSurge");
        Percents.check(unavailable);
        Percents.notBeyondWhole(unavailable);
        Percents.check(surge);
        Percents.notBeyondWhole(surge);
        boolean noneUnavailable = Percents.zero(unavailable);
        boolean noneExtra = Percents.zero(surge);
        if (!noneUnavailable && !noneExtra) {
            surge.invalid("may not be set when maxUnavailable is non-zero");
        } else if (noneUnavailable && noneExtra) {
            unavailable.required("cannot be 0 when maxSurge is 0");
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
        Place status = object.at("status");
        Templated.nonNegative(
                status,
                "currentNumberScheduled",
                "numberMisscheduled",
                "desiredNumberScheduled",
                "numberReady",
                "observedGeneration",
                "updatedNumberScheduled",
                "numberAvailable",
                "numberUnavailable");
        Templated.collisions(status.at("collisionCount"), stored);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        JsonNode template = object.path("spec").path("template");
        return PodWarnings.of("spec.template", template.path("metadata"), template.path("spec"));
    }
}
