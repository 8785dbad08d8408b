package dev.gantry.cli.trace;

import dev.gantry.api.json.Json;
import dev.gantry.cli.cluster.Endpoints;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Asks every service of a running cluster for the steps that it remembers. */
final class RememberedSteps {

    private static final List<String> SERVICES =
            List.of(
                    "api-gateway",
                    "cluster-state-service",
                    "scheduling-service",
                    "reconciler-service",
                    "node-service",
                    "ingress-service");

    private final Config administrator;
    private final Endpoints endpoints;
    private final List<String> silent = new ArrayList<>();

    RememberedSteps(Config administrator, Endpoints endpoints) {
        this.administrator = administrator;
        this.endpoints = endpoints;
    }

    /** The whole of every trace in which the object occurs: asks twice. */
    List<Step> about(String object) {
        Set<String> traces = new HashSet<>();
        ask("object=" + object).forEach(step -> traces.add(step.traceId()));
        return traces.isEmpty() ? List.of() : ask("trace=" + String.join(",", traces));
    }

    /** Services that did not answer. */
    List<String> silent() {
        return silent;
    }

    private List<Step> ask(String query) {
        List<Step> steps = new ArrayList<>();
        silent.clear();
        for (String service : SERVICES) {
            int port = endpoints.port(service, 0);
            if (port == 0) {
                continue;
            }
            try {
                JsonNode answer =
                        Json.parse(
                                get(port, "/debug/traces?" + query)
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                answer.path("steps").forEach(step -> steps.add(Step.of(step)));
            } catch (KubernetesClientException away) {
                silent.add(service);
            }
        }
        return steps;
    }

    private String get(int port, String path) {
        String base = "https://127.0.0.1:" + port;
        administrator.setMasterUrl(base + "/");
        administrator.setRequestRetryBackoffLimit(0);
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(administrator).build()) {
            String answer = client.raw(path);
            return answer == null ? "{}" : answer;
        }
    }
}
