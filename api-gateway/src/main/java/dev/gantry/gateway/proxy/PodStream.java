package dev.gantry.gateway.proxy;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A stream of one pod: which container, and the path at the node's agent. Kubernetes: API
 * reference, "Pod", operations "read log", "connect ... requests to exec".
 *
 * @param container empty for a port-forward
 */
record PodStream(String subresource, String namespace, String pod, String container) {

    /**
     * @throws dev.gantry.api.status.ApiException 400 when the container is not clear or not there,
     *     422 when the log's options contradict each other
     */
    static PodStream of(ProxyPath path, JsonNode pod, HttpServletRequest request) {
        if (path.subresource().equals("log")) {
            LogOptions.check(path.target(), request);
        }
        String container =
                path.subresource().equals("portforward")
                        ? ""
                        : container(path.target(), pod, request.getParameter("container"));
        return new PodStream(path.subresource(), path.namespace(), path.target(), container);
    }

    private static String container(String name, JsonNode pod, @Nullable String asked) {
        List<String> containers = names(pod, "containers");
        List<String> inits = names(pod, "initContainers");
        List<String> ephemeral = names(pod, "ephemeralContainers");
        if (asked == null || asked.isEmpty()) {
            if (containers.size() == 1) {
                return containers.get(0);
            }
            throw ApiError.badRequest(choose(name, containers, inits, ephemeral)).exception();
        }
        boolean known =
                Stream.of(containers, inits, ephemeral).anyMatch(names -> names.contains(asked));
        if (!known) {
            throw ApiError.badRequest("container " + asked + " is not valid for pod " + name)
                    .exception();
        }
        return asked;
    }

    private static String choose(
            String name, List<String> containers, List<String> inits, List<String> ephemeral) {
        String message =
                "a container name must be specified for pod "
                        + name
                        + ", choose one of: "
                        + bracketed(containers);
        if (!inits.isEmpty()) {
            message += " or one of the init containers: " + bracketed(inits);
        }
        if (!ephemeral.isEmpty()) {
            message += " or one of the ephemeral containers: " + bracketed(ephemeral);
        }
        return message;
    }

    private static String bracketed(List<String> names) {
        return names.stream().collect(Collectors.joining(" ", "[", "]"));
    }

    private static List<String> names(JsonNode pod, String list) {
        return pod.path("spec").path(list).valueStream().map(c -> Json.text(c, "name")).toList();
    }

    String nodePath() {
        String operation =
                switch (subresource) {
                    case "log" -> "containerLogs";
                    case "portforward" -> "portForward";
                    default -> subresource;
                };
        String path = "/" + operation + "/" + namespace + "/" + pod;
        return container.isEmpty() ? path : path + "/" + container;
    }
}
