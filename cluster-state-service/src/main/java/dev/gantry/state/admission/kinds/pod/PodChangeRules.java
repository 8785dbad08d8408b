package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What may change in a pod: images, the deadline, added tolerations, removed gates, and while it is
 * gated where it may run. Kubernetes: "Pod update and replacement", "Pod Scheduling Readiness".
 * Pure.
 */
final class PodChangeRules {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    private PodChangeRules() {}

    static void check(Place spec, JsonNode stored) {
        for (String list : List.of("containers", "initContainers")) {
            if (spec.at(list).node().size() != stored.path(list).size()) {
                spec.at(list).forbidden("pod updates may not add or remove containers");
                return;
            }
        }
        for (String list : List.of("containers", "initContainers")) {
            for (Place container : spec.at(list).items()) {
                if (container.at("image").empty()) {
                    container.at("image").required("");
                }
            }
        }
        deadline(spec.at("activeDeadlineSeconds"), stored.path("activeDeadlineSeconds"));
        tolerations(spec.at("tolerations"), stored.path("tolerations"));
        gates(spec.at("schedulingGates"), stored.path("schedulingGates"));
        rest(spec, stored);
    }

    private static void deadline(Place deadline, JsonNode stored) {
        if (!stored.isNumber()) {
            return;
        }
        if (!deadline.present()) {
            deadline.invalid("must not update from a positive integer to nil value");
        } else if (deadline.number() > stored.asLong()) {
            deadline.invalid("must be less than or equal to previous value");
        }
    }

    private static void tolerations(Place tolerations, JsonNode stored) {
        List<JsonNode> now = new ArrayList<>();
        tolerations.items().forEach(t -> now.add(without(t.node(), "tolerationSeconds")));
        for (JsonNode old : stored) {
            if (now.stream().noneMatch(t -> Same.value(t, without(old, "tolerationSeconds")))) {
                tolerations.forbidden(
                        "existing toleration can not be modified except its tolerationSeconds");
                return;
            }
        }
    }

    private static JsonNode without(JsonNode node, String field) {
        if (node instanceof ObjectNode object && object.has(field)) {
            ObjectNode copy = object.deepCopy();
            copy.remove(field);
            return copy;
        }
        return node;
    }

    private static void gates(Place gates, JsonNode stored) {
        Set<String> old = new java.util.HashSet<>();
        stored.forEach(g -> old.add(g.path("name").asString("")));
        for (Place gate : gates.items()) {
            if (!old.contains(gate.at("name").text())) {
                gate.at("name")
                        .forbidden(
                                "only deletion is allowed, but found new scheduling gate '%s'"
                                        .formatted(gate.at("name").text()));
            }
        }
    }

    /** Everything that is left must be as it was. */
    private static void rest(Place spec, JsonNode stored) {
        ObjectNode now = (ObjectNode) spec.node().deepCopy();
        for (String list : List.of("containers", "initContainers")) {
            for (int i = 0; i < now.path(list).size(); i++) {
                if (now.path(list).get(i) instanceof ObjectNode container) {
                    put(container, stored.path(list).path(i), "image");
                }
            }
        }
        for (String field : List.of("activeDeadlineSeconds", "tolerations", "schedulingGates")) {
            put(now, stored, field);
        }
        if (stored.path("terminationGracePeriodSeconds").asLong(0) < 0
                && now.path("terminationGracePeriodSeconds").asLong(0) == 1) {
            put(now, stored, "terminationGracePeriodSeconds");
        }
        if (!stored.path("schedulingGates").isEmpty()) {
            whereGated(spec, stored, now);
        }
        if (!Same.value(now, stored)) {
            spec.forbidden(
                    "pod updates may not change fields other than"
                            + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
                            + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to"
                            + " existing tolerations),`spec.terminationGracePeriodSeconds` (allow it"
                            + " to be set to 1 if it was previously negative)");
        }
    }

    private static void whereGated(Place spec, JsonNode stored, ObjectNode now) {
        Place selector = spec.at("nodeSelector");
        boolean kept =
                stored.path("nodeSelector").properties().stream()
                        .allMatch(e -> e.getValue().equals(selector.node().path(e.getKey())));
        if (!kept) {
            selector.invalid(
                    "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
        }
        put(now, stored, "nodeSelector");
        affinity(spec, stored, now);
    }

    private static void affinity(Place spec, JsonNode stored, ObjectNode now) {
        Place required = spec.at("affinity").at("nodeAffinity").at(REQUIRED);
        JsonNode before = stored.path("affinity").path("nodeAffinity").path(REQUIRED);
        if (!before.isMissingNode() && !Same.value(required.node(), before)) {
            tightened(required.at("nodeSelectorTerms"), before.path("nodeSelectorTerms"));
        }
        ObjectNode affinity =
                stored.path("affinity") instanceof ObjectNode old
                        ? old.deepCopy()
                        : now.objectNode();
        if (!Same.value(now.path("affinity"), affinity)
                && onlyNodeAffinityDiffers(now.path("affinity"), affinity)) {
            put(now, stored, "affinity");
        }
    }

    private static boolean onlyNodeAffinityDiffers(JsonNode now, JsonNode old) {
        return Same.value(emptied(now), emptied(old));
    }

    private static JsonNode emptied(JsonNode affinity) {
        ObjectNode rest =
                affinity instanceof ObjectNode object
                        ? object.deepCopy()
                        : new ObjectNode(tools.jackson.databind.node.JsonNodeFactory.instance);
        rest.remove("nodeAffinity");
        return rest;
    }

    /** Each term keeps what it asked and may ask more. */
    private static void tightened(Place terms, JsonNode before) {
        if (terms.node().size() != before.size()) {
            terms.invalid("no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }
        for (Place term : terms.items()) {
            JsonNode old = before.path(terms.items().indexOf(term));
            for (String list : List.of("matchExpressions", "matchFields")) {
                for (int i = 0; i < old.path(list).size(); i++) {
                    if (!Same.value(term.node().path(list).path(i), old.path(list).get(i))) {
                        term.invalid("only additions are allowed (no mutations or deletions)");
                        return;
                    }
                }
            }
        }
    }

    private static void put(ObjectNode target, JsonNode source, String field) {
        JsonNode value = source.get(field);
        if (value == null) {
            target.remove(field);
        } else {
            target.set(field, value);
        }
    }
}
