package dev.gantry.state.admission.kinds.batch;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.PodDefaults;
import dev.gantry.state.admission.kinds.pod.PodWarnings;
import dev.gantry.state.admission.kinds.pod.TemplateRules;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Job. Kubernetes: "Jobs". */
public final class JobRules extends ObjectRules {

    private static final int RETRIES = 6;
    private static final String PREFIX = "batch.kubernetes.io/";
    private static final String UID = "controller-uid";
    private static final String NAME = "job-name";

    private final JobSpecRules specs;

    public JobRules(ResourceType type, TemplateRules templates) {
        super(type);
        this.specs = new JobSpecRules(templates);
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        PodDefaults.template(spec);
        if (!spec.hasNonNull("completions") && !spec.hasNonNull("parallelism")) {
            spec.put("completions", 1);
        }
        absent(spec, "parallelism", 1);
        absent(
                spec,
                "backoffLimit",
                spec.hasNonNull("backoffLimitPerIndex") ? Integer.MAX_VALUE : RETRIES);
        absent(spec, "completionMode", "NonIndexed");
        absent(spec, "suspend", false);
        absent(spec, "manualSelector", false);
        absent(
                spec,
                "podReplacementPolicy",
                spec.hasNonNull("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        for (JsonNode rule : spec.path("podFailurePolicy").path("rules")) {
            for (JsonNode condition : rule.path("onPodConditions")) {
                if (condition instanceof ObjectNode pattern) {
                    empty(pattern, "status", "True");
                }
            }
        }
        ownLabels(object);
    }

    /** A job without labels has those of its pods. */
    private static void ownLabels(ObjectNode object) {
        JsonNode labels = object.path("spec").path("template").path("metadata").path("labels");
        ObjectNode metadata = Json.child(object, "metadata");
        if (!labels.isEmpty() && metadata.path("labels").isEmpty()) {
            metadata.set("labels", labels.deepCopy());
        }
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        super.prepareForCreate(object);
        ObjectNode spec = spec(object);
        if (spec.path("manualSelector").asBoolean(false)) {
            return;
        }
        String uid = object.path("metadata").path("uid").asString("");
        String name = object.path("metadata").path("name").asString("");
        ObjectNode labels =
                Json.child(Json.child(Json.child(spec, "template"), "metadata"), "labels");
        labels.put(UID, uid).put(NAME, name).put(PREFIX + UID, uid).put(PREFIX + NAME, name);
        Json.child(Json.child(spec, "selector"), "matchLabels").put(PREFIX + UID, uid);
        ownLabels(object);
    }

    /** Labels that come from the template are judged there. */
    @Override
    protected Place metadata(Place object) {
        Place metadata = object.at("metadata");
        JsonNode labels = object.at("spec").at("template").at("metadata").at("labels").node();
        if (!Same.value(metadata.at("labels").node(), labels)) {
            return metadata;
        }
        ObjectNode rest = metadata.node().deepCopy().asObject();
        rest.remove("labels");
        return metadata.holding(rest);
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        generatedSelector(object);
        specs.check(object.at("spec"));
    }

    private static void generatedSelector(Place object) {
        Place spec = object.at("spec");
        Place selector = spec.at("selector");
        if (spec.at("manualSelector").flag() || !selector.present()) {
            return;
        }
        String uid = object.at("metadata").at("uid").text();
        Place labels = selector.at("matchLabels");
        boolean own =
                uid.equals(labels.node().path(PREFIX + UID).asString(""))
                        || uid.equals(labels.node().path(UID).asString(""));
        if (!own) {
            selector.invalid("`selector` not auto-generated");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        Place spec = object.at("spec");
        specs.check(spec);
        JsonNode before = stored.path("spec");
        completions(spec, before);
        spec.at("selector").unchanged(before.path("selector"));
        template(spec, before, stored.path("status"));
        for (String field :
                List.of(
                        "completionMode",
                        "podFailurePolicy",
                        "backoffLimitPerIndex",
                        "managedBy",
                        "successPolicy")) {
            spec.at(field).unchanged(before.path(field));
        }
    }

    /** An indexed job may be resized when parallelism follows. */
    private static void completions(Place spec, JsonNode before) {
        Place completions = spec.at("completions");
        boolean indexed = spec.at("completionMode").text().equals("Indexed");
        if (!indexed || !completions.present() || !before.path("completions").isNumber()) {
            completions.unchanged(before.path("completions"));
        } else if (!Same.value(completions.node(), before.path("completions"))
                && !Same.value(completions.node(), spec.at("parallelism").node())) {
            completions.invalid(
                    "can only be modified in tandem with " + spec.at("parallelism").path());
        }
    }

    /** Where the pods of a job may run can change until it first starts. */
    private static void template(Place spec, JsonNode before, JsonNode status) {
        ObjectNode now = spec.at("template").node().deepCopy().asObject();
        JsonNode old = before.path("template");
        boolean open =
                before.path("suspend").asBoolean(false) && status.path("startTime").isMissingNode();
        if (open) {
            for (String field : List.of("annotations", "labels")) {
                put(Json.child(now, "metadata"), old.path("metadata"), field);
            }
            for (String field :
                    List.of("nodeSelector", "tolerations", "schedulingGates", "affinity")) {
                put(Json.child(now, "spec"), old.path("spec"), field);
            }
            for (String list : List.of("containers", "initContainers")) {
                for (int i = 0; i < now.path("spec").path(list).size(); i++) {
                    if (now.path("spec").path(list).get(i) instanceof ObjectNode container) {
                        put(container, old.path("spec").path(list).path(i), "resources");
                    }
                }
            }
        }
        if (!Same.value(now, old)) {
            spec.at("template").invalid("field is immutable");
        }
    }

    private static void put(ObjectNode target, JsonNode source, String field) {
        if (source.has(field)) {
            target.set(field, source.get(field));
        } else {
            target.remove(field);
        }
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        JobStatusRules.check(object, stored);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        JsonNode template = object.path("spec").path("template");
        List<String> warnings =
                new ArrayList<>(
                        PodWarnings.of(
                                "spec.template", template.path("metadata"), template.path("spec")));
        if (object.path("metadata").path("name").asString("").length() > 63) {
            warnings.add(
                    "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must be no more than 63 bytes]");
        }
        return warnings;
    }
}
