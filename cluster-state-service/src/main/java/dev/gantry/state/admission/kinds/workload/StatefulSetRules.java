package dev.gantry.state.admission.kinds.workload;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.PodDefaults;
import dev.gantry.state.admission.kinds.pod.PodWarnings;
import dev.gantry.state.admission.kinds.pod.TemplateRules;
import dev.gantry.state.admission.kinds.storage.ClaimDefaults;
import dev.gantry.state.admission.validation.MetadataRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Percents;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** StatefulSet. Kubernetes: "StatefulSets". */
public final class StatefulSetRules extends ObjectRules {

    private static final int REVISIONS = 10;
    private static final Set<String> RETENTION = Set.of("Retain", "Delete");
    private static final List<String> CHANGEABLE =
            List.of(
                    "replicas",
                    "ordinals",
                    "template",
                    "updateStrategy",
                    "revisionHistoryLimit",
                    "persistentVolumeClaimRetentionPolicy",
                    "minReadySeconds");

    private final TemplateRules templates;

    public StatefulSetRules(ResourceType type, TemplateRules templates) {
        super(type);
        this.templates = templates;
    }

    @Override
    protected NameRule names() {
        return Names.DNS_LABEL;
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        PodDefaults.template(spec);
        empty(spec, "podManagementPolicy", "OrderedReady");
        ObjectNode strategy = Json.child(spec, "updateStrategy");
        if (strategy.path("type").asString("").isEmpty()) {
            strategy.put("type", "RollingUpdate");
        }
        if (strategy.path("type").asString("").equals("RollingUpdate")) {
            absent(Json.child(strategy, "rollingUpdate"), "partition", 0);
        }
        ObjectNode retention = Json.child(spec, "persistentVolumeClaimRetentionPolicy");
        empty(retention, "whenDeleted", "Retain");
        empty(retention, "whenScaled", "Retain");
        absent(spec, "replicas", 1);
        absent(spec, "revisionHistoryLimit", REVISIONS);
        for (JsonNode claim : spec.path("volumeClaimTemplates")) {
            if (claim instanceof ObjectNode template) {
                empty(template, "kind", "PersistentVolumeClaim");
                empty(template, "apiVersion", "v1");
                ClaimDefaults.claim(template);
            }
        }
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Place policy = spec.at("podManagementPolicy");
        if (policy.requireText() && !Set.of("OrderedReady", "Parallel").contains(policy.text())) {
            policy.invalid("must be 'OrderedReady' or 'Parallel'");
        }
        strategy(spec.at("updateStrategy"));
        Place retention = spec.at("persistentVolumeClaimRetentionPolicy");
        retention.at("whenDeleted").oneOf(RETENTION);
        retention.at("whenScaled").oneOf(RETENTION);
        Templated.nonNegative(spec, "replicas", "minReadySeconds", "revisionHistoryLimit");
        spec.at("ordinals").at("start").nonNegative();
        Templated.selector(spec.at("selector"), "statefulset");
        Place template = spec.at("template");
        if (Templated.matching(spec.at("selector"), template)) {
            Place labels = template.at("metadata").at("labels");
            MetadataRules.labels(labels.named(template.path() + ".labels"));
            templates.checkRunning(template);
        }
    }

    private static void strategy(Place strategy) {
        Place rolling = strategy.at("rollingUpdate");
        switch (strategy.at("type").text()) {
            case "" -> strategy.required("");
            case "OnDelete" -> {
                if (rolling.present()) {
                    rolling.invalid("only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" -> {
                rolling.at("partition").nonNegative();
                Place unavailable = rolling.at("maxUnavailable");
                Percents.check(unavailable);
                Percents.notBeyondWhole(unavailable);
                if (unavailable.present() && Percents.zero(unavailable)) {
                    unavailable.invalid("cannot be 0");
                }
            }
            default -> strategy.invalid("must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        ObjectNode now = Json.child((ObjectNode) object.node(), "spec").deepCopy();
        ObjectNode before = stored.path("spec").deepCopy().asObject();
        now.remove(CHANGEABLE);
        before.remove(CHANGEABLE);
        if (!Same.value(now, before)) {
            object.at("spec")
                    .forbidden(
                            "updates to statefulset spec for fields other than 'replicas',"
                                    + " 'ordinals', 'template', 'updateStrategy',"
                                    + " 'revisionHistoryLimit',"
                                    + " 'persistentVolumeClaimRetentionPolicy' and"
                                    + " 'minReadySeconds' are forbidden");
        }
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        Place status = object.at("status");
        Templated.nonNegative(
                status,
                "replicas",
                "readyReplicas",
                "currentReplicas",
                "updatedReplicas",
                "availableReplicas",
                "observedGeneration");
        for (String field :
                List.of(
                        "readyReplicas",
                        "currentReplicas",
                        "updatedReplicas",
                        "availableReplicas")) {
            Templated.atMost(status, field, "replicas", "cannot be greater than status.replicas");
        }
        Templated.atMost(
                status,
                "availableReplicas",
                "readyReplicas",
                "cannot be greater than status.readyReplicas");
        Templated.collisions(status.at("collisionCount"), stored);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        JsonNode template = object.path("spec").path("template");
        return PodWarnings.of("spec.template", template.path("metadata"), template.path("spec"));
    }
}
