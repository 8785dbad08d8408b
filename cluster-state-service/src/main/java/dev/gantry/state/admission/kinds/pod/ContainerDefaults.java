package dev.gantry.state.admission.kinds.pod;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a container gets when it does not say. Kubernetes: reference of Container. Pure. */
final class ContainerDefaults {

    private ContainerDefaults() {}

    static void container(ObjectNode container) {
        PodDefaults.text(
                container, "imagePullPolicy", pullPolicy(container.path("image").asString("")));
        PodDefaults.text(container, "terminationMessagePath", "/dev/termination-log");
        PodDefaults.text(container, "terminationMessagePolicy", "File");
        PodDefaults.roundToMillis(container.path("resources").path("limits"));
        PodDefaults.roundToMillis(container.path("resources").path("requests"));
        for (JsonNode port : container.path("ports")) {
            if (port instanceof ObjectNode object) {
                PodDefaults.text(object, "protocol", "TCP");
            }
        }
        container.path("env").forEach(each -> fieldRef(each.path("valueFrom")));
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.get(probe) instanceof ObjectNode object) {
                probe(object);
            }
        }
        httpGet(container.path("lifecycle").path("postStart"));
        httpGet(container.path("lifecycle").path("preStop"));
    }

    /**
     * {@code Always} for an image without tag or digest, or with the tag {@code latest}; {@code
     * IfNotPresent} for all others.
     */
    static String pullPolicy(String image) {
        if (image.isEmpty() || image.indexOf('@') >= 0 && !image.contains(":latest@")) {
            return "IfNotPresent";
        }
        String name = image.indexOf('@') >= 0 ? image.substring(0, image.indexOf('@')) : image;
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        String tag = colon < 0 ? "latest" : name.substring(colon + 1);
        return tag.equals("latest") ? "Always" : "IfNotPresent";
    }

    /** The version in which a field is named. */
    static void fieldRef(JsonNode source) {
        if (source.path("fieldRef") instanceof ObjectNode ref) {
            PodDefaults.text(ref, "apiVersion", "v1");
        }
    }

    private static void probe(ObjectNode probe) {
        number(probe, "timeoutSeconds", 1);
        number(probe, "periodSeconds", 10);
        number(probe, "successThreshold", 1);
        number(probe, "failureThreshold", 3);
        httpGet(probe);
        if (probe.get("grpc") instanceof ObjectNode grpc && !grpc.hasNonNull("service")) {
            grpc.put("service", "");
        }
    }

    private static void httpGet(JsonNode handler) {
        if (handler.path("httpGet") instanceof ObjectNode get) {
            PodDefaults.text(get, "path", "/");
            PodDefaults.text(get, "scheme", "HTTP");
        }
    }

    private static void number(ObjectNode object, String field, int value) {
        if (object.path(field).asInt(0) == 0) {
            object.put(field, value);
        }
    }
}
