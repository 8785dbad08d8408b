package dev.gantry.gateway.proxy;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Which port of a pod is meant. Pure. */
final class PodPorts {

    private static final int HTTP = 80;

    private PodPorts() {}

    /**
     * @param port a number, a port's name, or empty for the first TCP port that the pod declares
     */
    static int number(JsonNode pod, String port) {
        if (port.isEmpty()) {
            return declared(pod)
                    .mapToInt(p -> p.path("containerPort").asInt())
                    .findFirst()
                    .orElse(HTTP);
        }
        if (port.chars().allMatch(Character::isDigit)) {
            return Integer.parseInt(port);
        }
        return declared(pod)
                .filter(p -> Json.text(p, "name").equals(port))
                .mapToInt(p -> p.path("containerPort").asInt())
                .findFirst()
                .orElseThrow(
                        () -> ApiError.badRequest("invalid port \"" + port + "\"").exception());
    }

    private static Stream<JsonNode> declared(JsonNode pod) {
        return pod.path("spec")
                .path("containers")
                .valueStream()
                .flatMap(c -> c.path("ports").valueStream())
                .filter(p -> p.path("protocol").asString("TCP").equals("TCP"));
    }
}
