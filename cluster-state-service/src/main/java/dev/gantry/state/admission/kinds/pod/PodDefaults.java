package dev.gantry.state.admission.kinds.pod;

import dev.gantry.api.json.Json;
import dev.gantry.state.admission.validation.Quantities;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a pod's spec gets when it does not say. Kubernetes: reference of Pod and PodSpec. Pure. */
public final class PodDefaults {

    static final List<String> CONTAINER_LISTS =
            List.of("containers", "initContainers", "ephemeralContainers");
    private static final int GRACE_SECONDS = 30;

    private PodDefaults() {}

    /** Completes the spec of a pod itself: also requests from limits and ports of the host. */
    static void pod(ObjectNode spec) {
        if (!spec.hasNonNull("enableServiceLinks")) {
            spec.put("enableServiceLinks", true);
        }
        spec(spec);
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode each : spec.path(list)) {
                if (each instanceof ObjectNode container) {
                    requestsFromLimits(container);
                    if (spec.path("hostNetwork").asBoolean(false)) {
                        hostPorts(container);
                    }
                }
            }
        }
    }

    /** Completes {@code template.spec}, making the template when it is absent. */
    public static void template(ObjectNode owner) {
        ObjectNode template = Json.child(owner, "template");
        Json.child(template, "metadata");
        spec(Json.child(template, "spec"));
    }

    private static void spec(ObjectNode spec) {
        text(spec, "dnsPolicy", "ClusterFirst");
        text(spec, "restartPolicy", "Always");
        text(spec, "schedulerName", "default-scheduler");
        if (!spec.hasNonNull("securityContext")) {
            spec.putObject("securityContext");
        }
        if (!spec.hasNonNull("terminationGracePeriodSeconds")) {
            spec.put("terminationGracePeriodSeconds", GRACE_SECONDS);
        }
        serviceAccount(spec);
        roundToMillis(spec.path("overhead"));
        spec.path("volumes").forEach(VolumeDefaults::volume);
        for (String list : CONTAINER_LISTS) {
            for (JsonNode container : spec.path(list)) {
                if (container instanceof ObjectNode object) {
                    ContainerDefaults.container(object);
                }
            }
        }
    }

    /** The old and the new name of the field always say the same. */
    private static void serviceAccount(ObjectNode spec) {
        String name = spec.path("serviceAccountName").asString("");
        String old = spec.path("serviceAccount").asString("");
        if (name.isEmpty() && !old.isEmpty()) {
            spec.put("serviceAccountName", old);
        } else if (!name.equals(old)) {
            spec.put("serviceAccount", name);
        }
    }

    private static void requestsFromLimits(ObjectNode container) {
        if (!(container.path("resources").path("limits") instanceof ObjectNode limits)
                || limits.isEmpty()) {
            return;
        }
        ObjectNode requests = Json.child(Json.child(container, "resources"), "requests");
        for (Map.Entry<String, JsonNode> limit : limits.properties()) {
            if (!requests.has(limit.getKey())) {
                requests.set(limit.getKey(), limit.getValue());
            }
        }
    }

    private static void hostPorts(ObjectNode container) {
        for (JsonNode port : container.path("ports")) {
            if (port instanceof ObjectNode object && object.path("hostPort").asInt(0) == 0) {
                object.set("hostPort", object.path("containerPort"));
            }
        }
    }

    static void roundToMillis(JsonNode resources) {
        if (resources instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> each : object.properties()) {
                String text = each.getValue().asString("");
                String rounded = Quantities.roundedToMillis(text);
                if (!rounded.equals(text)) {
                    each.setValue(object.stringNode(rounded));
                }
            }
        }
    }

    static void text(ObjectNode object, String field, String value) {
        if (object.path(field).asString("").isEmpty()) {
            object.put(field, value);
        }
    }
}
