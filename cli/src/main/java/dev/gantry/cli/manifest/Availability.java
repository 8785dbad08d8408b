package dev.gantry.cli.manifest;

import dev.gantry.api.json.Json;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Waits until applied workloads are available. */
public final class Availability {

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final KubernetesClient client;

    public Availability(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Waits.
     *
     * @param seen told the state at each look
     * @return the last state; not all settled when the time is over
     */
    public List<Workload> await(
            List<HasMetadata> objects, Duration within, Consumer<List<Workload>> seen)
            throws InterruptedException {
        List<HasMetadata> workloads = objects.stream().filter(Workload::is).toList();
        Instant deadline = Instant.now().plus(within);
        while (true) {
            List<Workload> state = workloads.stream().map(this::look).toList();
            seen.accept(state);
            if (state.stream().allMatch(Workload::settled) || Instant.now().isAfter(deadline)) {
                return state;
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private Workload look(HasMetadata object) {
        HasMetadata now = client.resource(object).get();
        return Workload.of(Json.tree(now == null ? object : now));
    }

    /** Why pods of a namespace are not ready, one line each, at most {@code limit}. */
    public List<String> problems(String namespace, int limit) {
        List<String> lines = new ArrayList<>();
        for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
            String why = problem(pod);
            if (!why.isEmpty() && lines.size() < limit) {
                lines.add("pod/" + pod.getMetadata().getName() + ": " + why);
            }
        }
        return lines;
    }

    private static String problem(Pod pod) {
        for (ContainerStatus status : pod.getStatus().getContainerStatuses()) {
            if (status.getState() != null && status.getState().getWaiting() != null) {
                var waiting = status.getState().getWaiting();
                String message = waiting.getMessage() == null ? "" : " " + waiting.getMessage();
                return waiting.getReason() + message;
            }
        }
        return pod.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("False"))
                .map(c -> c.getReason() + " " + c.getMessage())
                .findFirst()
                .orElse("");
    }
}
