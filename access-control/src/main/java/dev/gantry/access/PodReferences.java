package dev.gantry.access;

import dev.gantry.api.json.Json;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a pod names, and what its node may therefore read. Pure. */
final class PodReferences {

    private PodReferences() {}

    /** Whether a pod names a Secret, ConfigMap, claim or account of its namespace. */
    static boolean names(JsonNode pod, String resource, String namespace, String name) {
        if (!namespace.equals(Json.text(pod, "metadata", "namespace"))) {
            return false;
        }
        JsonNode spec = pod.path("spec");
        return switch (resource) {
            case "secrets" -> secrets(spec).anyMatch(name::equals);
            case "configmaps" -> configMaps(spec).anyMatch(name::equals);
            case "persistentvolumeclaims" -> claims(pod).anyMatch(name::equals);
            case "serviceaccounts" -> name.equals(Json.text(spec, "serviceAccountName"));
            default -> false;
        };
    }

    private static Stream<String> secrets(JsonNode spec) {
        Stream<String> pulls = each(spec, "imagePullSecrets").map(s -> Json.text(s, "name"));
        Stream<String> volumes =
                each(spec, "volumes")
                        .flatMap(
                                v ->
                                        Stream.concat(
                                                Stream.of(
                                                        Json.text(v, "secret", "secretName"),
                                                        Json.text(
                                                                v,
                                                                "csi",
                                                                "nodePublishSecretRef",
                                                                "name")),
                                                projected(v, "secret")));
        return Stream.of(pulls, volumes, environment(spec, "secretRef", "secretKeyRef"))
                .flatMap(s -> s);
    }

    private static Stream<String> configMaps(JsonNode spec) {
        Stream<String> volumes =
                each(spec, "volumes")
                        .flatMap(
                                v ->
                                        Stream.concat(
                                                Stream.of(Json.text(v, "configMap", "name")),
                                                projected(v, "configMap")));
        return Stream.concat(volumes, environment(spec, "configMapRef", "configMapKeyRef"));
    }

    private static Stream<String> claims(JsonNode pod) {
        String podName = Json.text(pod, "metadata", "name");
        return each(pod.path("spec"), "volumes")
                .map(
                        v ->
                                v.has("ephemeral")
                                        ? podName + "-" + Json.text(v, "name")
                                        : Json.text(v, "persistentVolumeClaim", "claimName"));
    }

    private static Stream<String> projected(JsonNode volume, String source) {
        return volume.path("projected")
                .path("sources")
                .valueStream()
                .map(s -> Json.text(s, source, "name"));
    }

    private static Stream<String> environment(JsonNode spec, String all, String one) {
        Stream<JsonNode> containers =
                Stream.of("containers", "initContainers", "ephemeralContainers")
                        .flatMap(kind -> each(spec, kind));
        return containers.flatMap(
                c ->
                        Stream.concat(
                                each(c, "envFrom").map(e -> Json.text(e, all, "name")),
                                each(c, "env").map(e -> Json.text(e, "valueFrom", one, "name"))));
    }

    private static Stream<JsonNode> each(JsonNode parent, String list) {
        return parent.path(list).valueStream();
    }
}
