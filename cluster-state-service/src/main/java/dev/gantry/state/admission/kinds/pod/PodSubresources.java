package dev.gantry.state.admission.kinds.pod;

import dev.gantry.api.json.Json;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code ephemeralcontainers} and {@code resize}: each changes one thing of a running pod.
 * Kubernetes: "Ephemeral Containers", "Resize CPU and Memory Resources assigned to Containers".
 * Pure.
 */
final class PodSubresources {

    private static final List<String> NOT_EPHEMERAL =
            List.of(
                    "ports",
                    "livenessProbe",
                    "readinessProbe",
                    "startupProbe",
                    "lifecycle",
                    "resources",
                    "resizePolicy",
                    "restartPolicy",
                    "restartPolicyRules");

    private PodSubresources() {}

    /** Puts back everything that the path may not change. */
    static void keep(String subresource, ObjectNode object, ObjectNode stored) {
        ObjectNode spec = Json.child(object, "spec").deepCopy();
        ObjectNode metadata = Json.child(object, "metadata");
        object.removeAll();
        object.setAll(stored.deepCopy());
        object.set("metadata", metadata);
        for (String field : List.of("labels", "annotations", "ownerReferences", "finalizers")) {
            put(metadata, stored.path("metadata"), field);
        }
        ObjectNode kept = Json.child(object, "spec");
        switch (subresource) {
            case "ephemeralcontainers" -> put(kept, spec, "ephemeralContainers");
            case "resize" -> resize(kept, spec);
            default -> {}
        }
    }

    private static void put(ObjectNode target, JsonNode source, String field) {
        JsonNode value = source.get(field);
        if (value == null) {
            target.remove(field);
        } else {
            target.set(field, value.deepCopy());
        }
    }

    private static void resize(ObjectNode kept, ObjectNode wanted) {
        for (String list : List.of("containers", "initContainers")) {
            JsonNode now = wanted.path(list);
            if (!(kept.get(list) instanceof ArrayNode old)) {
                continue;
            }
            if (now.size() != old.size()) {
                kept.set(list, now.deepCopy());
                continue;
            }
            for (int i = 0; i < old.size(); i++) {
                boolean same =
                        old.get(i)
                                .path("name")
                                .asString("")
                                .equals(now.get(i).path("name").asString(""));
                if (same && old.get(i) instanceof ObjectNode container) {
                    put(container, now.get(i), "resources");
                    put(container, now.get(i), "resizePolicy");
                }
            }
        }
    }

    static void check(String subresource, Place pod, ObjectNode stored, PodSpecRules specs) {
        switch (subresource) {
            case "ephemeralcontainers" -> {
                specs.check(pod.at("spec"));
                ephemeral(pod.at("spec"), stored.path("spec"));
            }
            case "resize" -> {
                specs.check(pod.at("spec"));
                resized(pod, stored);
            }
            default -> {}
        }
    }

    private static void ephemeral(Place spec, JsonNode stored) {
        Set<String> names = new HashSet<>();
        for (String list : List.of("containers", "initContainers")) {
            spec.at(list).items().forEach(c -> names.add(c.at("name").text()));
        }
        Set<String> targets = Set.copyOf(names);
        for (Place container : spec.at("ephemeralContainers").items()) {
            one(container, names, targets);
        }
        for (JsonNode old : stored.path("ephemeralContainers")) {
            unchanged(spec.at("ephemeralContainers"), old);
        }
    }

    private static void one(Place container, Set<String> names, Set<String> targets) {
        Place name = container.at("name");
        name.requireText(Names.DNS_LABEL);
        if (!name.empty() && !names.add(name.text())) {
            name.duplicate();
        }
        container.at("image").requireText();
        Place target = container.at("targetContainerName");
        if (!target.empty() && !targets.contains(target.text())) {
            target.notFound();
        }
        for (String field : NOT_EPHEMERAL) {
            if (!container.at(field).empty()) {
                container.at(field).forbidden("cannot be set for an Ephemeral Container");
            }
        }
        for (Place mount : container.at("volumeMounts").items()) {
            if (!mount.at("subPath").empty() || !mount.at("subPathExpr").empty()) {
                mount.at("subPath").forbidden("cannot be set for an Ephemeral Container");
            }
        }
    }

    private static void unchanged(Place containers, JsonNode old) {
        String name = old.path("name").asString("");
        for (Place now : containers.items()) {
            if (now.at("name").text().equals(name)) {
                if (!Same.value(now.node(), old)) {
                    containers.forbidden(
                            "existing ephemeral containers \"" + name + "\" may not be changed\n");
                }
                return;
            }
        }
        containers.forbidden("existing ephemeral containers \"" + name + "\" may not be removed\n");
    }

    private static void resized(Place pod, ObjectNode stored) {
        Place spec = pod.at("spec");
        String wasClass = stored.path("status").path("qosClass").asString("");
        String isClass = QualityOfService.of(spec.node());
        if (!wasClass.isEmpty() && !wasClass.equals(isClass)) {
            spec.invalid("Pod QOS Class may not change as a result of resizing");
        }
        JsonNode old = stored.path("spec");
        ObjectNode changed = spec.node().deepCopy().asObject();
        for (String list : List.of("containers", "initContainers")) {
            for (int i = 0; i < changed.path(list).size(); i++) {
                Place container = spec.at(list).item(i);
                JsonNode before = old.path(list).path(i);
                removed(container, before);
                if (changed.path(list).get(i) instanceof ObjectNode now) {
                    cpuAndMemoryAsBefore(now, before);
                }
            }
        }
        if (!Same.value(changed, old)) {
            spec.forbidden("only cpu and memory resources are mutable");
        }
    }

    /** What was asked for once stays asked for. */
    private static void removed(Place container, JsonNode before) {
        for (String side : List.of("limits", "requests")) {
            JsonNode was = before.path("resources").path(side);
            Place is = container.at("resources").at(side);
            for (String name : List.of("cpu", "memory")) {
                if (was.has(name) && !is.node().has(name)) {
                    is.forbidden("resource " + side + " cannot be removed");
                }
            }
        }
    }

    private static void cpuAndMemoryAsBefore(ObjectNode container, JsonNode before) {
        ObjectNode resources = Json.child(container, "resources");
        for (String side : List.of("limits", "requests")) {
            ObjectNode amounts = Json.child(resources, side);
            for (String name : List.of("cpu", "memory")) {
                put(amounts, before.path("resources").path(side), name);
            }
            if (amounts.isEmpty()) {
                resources.remove(side);
            }
        }
    }
}
