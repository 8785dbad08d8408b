package dev.gantry.state.admission.plugins;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.admission.validation.Same;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds pods to the level that their namespace's labels name. Kubernetes: "Pod Security Admission",
 * "Pod Security Standards".
 */
final class PodSecurity implements AdmissionPlugin {

    private static final String LABEL = "pod-security.kubernetes.io/";

    /** Where kinds keep the spec of their pods. */
    private static final Map<String, List<String>> TEMPLATES =
            Map.of(
                    "deployments.apps", List.of("spec", "template", "spec"),
                    "replicasets.apps", List.of("spec", "template", "spec"),
                    "statefulsets.apps", List.of("spec", "template", "spec"),
                    "daemonsets.apps", List.of("spec", "template", "spec"),
                    "replicationcontrollers", List.of("spec", "template", "spec"),
                    "jobs.batch", List.of("spec", "template", "spec"),
                    "cronjobs.batch", List.of("spec", "jobTemplate", "spec", "template", "spec"),
                    "podtemplates", List.of("template", "spec"));

    private final ClusterReads reads;

    PodSecurity(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "PodSecurity";
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode object = request.object();
        if (object == null || request.operation() == Operation.DELETE) {
            return;
        }
        boolean pod = request.type().groupResource().equals("pods");
        JsonNode spec = pod ? pod(request, object) : template(request, object);
        if (spec == null) {
            return;
        }
        ObjectNode namespace =
                reads.get(new ObjectKey("namespaces", "", request.key().namespace()));
        if (namespace == null) {
            return;
        }
        JsonNode labels = namespace.path("metadata").path("labels");
        if (pod) {
            String violated = violated(labels, "enforce", spec);
            if (!violated.isEmpty()) {
                throw Requests.forbidden(request, violated);
            }
        }
        String warned = violated(labels, "warn", spec);
        if (!warned.isEmpty()) {
            request.warnings().add(pod ? warned : warned.replaceFirst("violates", "would violate"));
        }
    }

    private static @Nullable JsonNode pod(AdmissionRequest request, ObjectNode pod) {
        boolean meant =
                request.subresource().isEmpty()
                        || request.subresource().equals("ephemeralcontainers");
        ObjectNode stored = request.stored();
        boolean unchanged = stored != null && Same.value(stored.path("spec"), pod.path("spec"));
        return meant && !unchanged ? pod.path("spec") : null;
    }

    private static @Nullable JsonNode template(AdmissionRequest request, ObjectNode object) {
        List<String> path = TEMPLATES.get(request.type().groupResource());
        if (path == null || !request.subresource().isEmpty()) {
            return null;
        }
        JsonNode at = object;
        for (String step : path) {
            at = at.path(step);
        }
        return at.isObject() ? at : null;
    }

    private static String violated(JsonNode labels, String mode, JsonNode spec) {
        String level = labels.path(LABEL + mode).asString("privileged");
        List<String> problems =
                switch (level) {
                    case "baseline" -> SecurityStandards.baseline(spec);
                    case "restricted" -> SecurityStandards.restricted(spec);
                    default -> List.of();
                };
        String version = labels.path(LABEL + mode + "-version").asString("latest");
        return problems.isEmpty()
                ? ""
                : "violates PodSecurity \"%s:%s\": %s"
                        .formatted(level, version, String.join(", ", problems));
    }
}
