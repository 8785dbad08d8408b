package dev.gantry.cli;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the cluster can run pods: at least one node is Ready. */
final class Readiness {

    private Readiness() {}

    /** So long a node may say that it has no engine before that is believed. */
    private static final Duration ENGINE_PATIENCE = Duration.ofSeconds(8);

    /**
     * Waits for a Ready node; tells {@code node-1 Ready} or {@code 3 nodes Ready}. Gives up early
     * when every node keeps saying that its engine does not answer.
     */
    static Optional<String> await(CommonOptions common, Duration within)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(within);
        Instant lastHope = Instant.now();
        while (true) {
            List<Node> nodes = nodes(common);
            if (nodes.isEmpty() || !nodes.stream().allMatch(Readiness::lacksEngine)) {
                lastHope = Instant.now();
            }
            List<String> ready =
                    nodes.stream()
                            .filter(n -> "True".equals(status(n)))
                            .map(n -> n.getMetadata().getName())
                            .toList();
            if (!ready.isEmpty()) {
                return Optional.of(
                        ready.size() == 1
                                ? ready.get(0) + " Ready"
                                : ready.size() + " nodes Ready");
            }
            boolean hopeless = lastHope.plus(ENGINE_PATIENCE).isBefore(Instant.now());
            if (hopeless || Instant.now().isAfter(deadline)) {
                return Optional.empty();
            }
            Thread.sleep(100);
        }
    }

    /** What each node that is not Ready says of itself. */
    static List<String> reasons(CommonOptions common) {
        return nodes(common).stream()
                .filter(n -> !"True".equals(status(n)))
                .map(n -> n.getMetadata().getName() + " NotReady: " + message(n))
                .limit(5)
                .toList();
    }

    private static List<Node> nodes(CommonOptions common) {
        try (KubernetesClient client = common.client()) {
            return client.nodes().list().getItems();
        } catch (KubernetesClientException | Refusal notYet) {
            return List.of();
        }
    }

    private static @Nullable NodeCondition ready(Node node) {
        return node.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("Ready"))
                .findFirst()
                .orElse(null);
    }

    private static String status(Node node) {
        NodeCondition ready = ready(node);
        return ready == null ? "Unknown" : ready.getStatus();
    }

    private static boolean lacksEngine(Node node) {
        return "False".equals(status(node)) && message(node).contains("runtime is down");
    }

    private static String message(Node node) {
        NodeCondition ready = ready(node);
        return ready == null ? "it has not reported yet" : ready.getMessage();
    }
}
