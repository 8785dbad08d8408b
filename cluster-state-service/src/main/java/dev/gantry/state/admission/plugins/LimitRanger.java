package dev.gantry.state.admission.plugins;

import dev.gantry.api.json.Json;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.ClusterReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and bounds of resources in a namespace. Kubernetes: "Limit Ranges". */
final class LimitRanger implements AdmissionPlugin {

    private static final String ANNOTATION = "kubernetes.io/limit-ranger";

    private final ClusterReads reads;

    LimitRanger(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "LimitRanger";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = Requests.created(request, "pods");
        if (pod == null) {
            return;
        }
        for (ObjectNode range : ranges(request)) {
            Map<String, JsonNode> limits = new TreeMap<>();
            Map<String, JsonNode> requests = new TreeMap<>();
            for (JsonNode limit : range.path("spec").path("limits")) {
                if (limit.path("type").asString("").equals("Container")) {
                    limit.path("default")
                            .properties()
                            .forEach(e -> limits.put(e.getKey(), e.getValue()));
                    limit.path("defaultRequest")
                            .properties()
                            .forEach(e -> requests.put(e.getKey(), e.getValue()));
                }
            }
            fill(pod, limits, requests);
        }
    }

    private List<ObjectNode> ranges(AdmissionRequest request) {
        return reads.list("limitranges", request.key().namespace());
    }

    private static void fill(
            ObjectNode pod, Map<String, JsonNode> limits, Map<String, JsonNode> requests) {
        List<String> told = new ArrayList<>();
        for (String list : List.of("containers", "initContainers")) {
            String what = list.equals("containers") ? "container " : "init container ";
            for (JsonNode each : pod.path("spec").path(list)) {
                if (each instanceof ObjectNode container) {
                    ObjectNode resources = Json.child(container, "resources");
                    String named = what + container.path("name").asString("");
                    fill(resources, "requests", requests, "request for " + named, told);
                    fill(resources, "limits", limits, "limit for " + named, told);
                }
            }
        }
        if (!told.isEmpty()) {
            Json.child(Json.child(pod, "metadata"), "annotations")
                    .put(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", told));
        }
    }

    private static void fill(
            ObjectNode resources,
            String side,
            Map<String, JsonNode> defaults,
            String what,
            List<String> told) {
        TreeSet<String> set = new TreeSet<>();
        defaults.forEach(
                (name, amount) -> {
                    ObjectNode amounts = Json.child(resources, side);
                    if (!amounts.has(name)) {
                        amounts.set(name, amount);
                        set.add(name);
                    }
                });
        if (!set.isEmpty()) {
            told.add(String.join(", ", set) + " " + what);
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode pod = Requests.created(request, "pods");
        ObjectNode claim = Requests.of(request, "persistentvolumeclaims");
        if (pod == null && claim == null) {
            return;
        }
        List<String> problems = new ArrayList<>();
        for (ObjectNode range : ranges(request)) {
            for (JsonNode limit : range.path("spec").path("limits")) {
                if (pod != null) {
                    LimitBounds.pod(limit, pod.path("spec"), problems);
                } else if (claim != null) {
                    LimitBounds.claim(limit, claim.path("spec"), problems);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw Requests.forbidden(
                    request, problems.size() == 1 ? problems.get(0) : problems.toString());
        }
    }
}
