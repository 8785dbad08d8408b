package dev.gantry.node.statistics;

import static dev.gantry.node.statistics.Exposition.labels;

import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** {@code /metrics/resource}: CPU and memory alone, with the time they were read at. Pure. */
final class ResourceMetrics {

    private static final double NANOS = 1e9;

    private ResourceMetrics() {}

    static String of(NodeUse.Host host, List<PodUse> pods) {
        Exposition out = new Exposition();
        containers(
                out,
                pods,
                "container_cpu_usage_seconds_total",
                "counter",
                "Cumulative cpu time consumed by the container in core-seconds",
                c -> c.usage().cpuNanos() / NANOS);
        containers(
                out,
                pods,
                "container_memory_working_set_bytes",
                "gauge",
                "Current working set of the container in bytes",
                c -> c.usage().workingSetBytes());
        out.family(
                "container_start_time_seconds",
                "gauge",
                "Start time of the container since unix epoch in seconds");
        each(pods, (pod, c) -> out.sample(names(pod, c), start(c), null));
        containers(
                out,
                pods,
                "container_swap_usage_bytes",
                "gauge",
                "Current amount of the container swap usage in bytes",
                c -> c.usage().swapBytes());
        node(
                out,
                "node_cpu_usage_seconds_total",
                "counter",
                "Cumulative cpu time consumed by the node in core-seconds",
                host.use().cpuNanos() / NANOS,
                host.at());
        node(
                out,
                "node_memory_working_set_bytes",
                "gauge",
                "Current working set of the node in bytes",
                host.use().workingSetBytes(),
                host.at());
        node(
                out,
                "node_swap_usage_bytes",
                "gauge",
                "Current swap usage of the node in bytes",
                host.use().swapBytes(),
                host.at());
        pods(
                out,
                pods,
                "pod_cpu_usage_seconds_total",
                "counter",
                "Cumulative cpu time consumed by the pod in core-seconds",
                p -> p.sum(Usage::cpuNanos) / NANOS);
        pods(
                out,
                pods,
                "pod_memory_working_set_bytes",
                "gauge",
                "Current working set of the pod in bytes",
                p -> p.sum(Usage::workingSetBytes));
        pods(
                out,
                pods,
                "pod_swap_usage_bytes",
                "gauge",
                "Current amount of the pod swap usage in bytes",
                p -> p.sum(Usage::swapBytes));
        node(
                out,
                "resource_scrape_error",
                "gauge",
                "1 if there was an error while getting container metrics, 0 otherwise",
                0,
                null);
        return out.text();
    }

    private interface EachContainer {
        void take(PodUse pod, ContainerUse container);
    }

    private static void each(List<PodUse> pods, EachContainer what) {
        pods.forEach(pod -> pod.containers().forEach(c -> what.take(pod, c)));
    }

    private static void containers(
            Exposition out,
            List<PodUse> pods,
            String name,
            String type,
            String help,
            ToDoubleFunction<ContainerUse> value) {
        out.family(name, type, help);
        each(pods, (pod, c) -> out.sample(names(pod, c), value.applyAsDouble(c), pod.at()));
    }

    private static void pods(
            Exposition out,
            List<PodUse> pods,
            String name,
            String type,
            String help,
            ToDoubleFunction<PodUse> value) {
        out.family(name, type, help);
        pods.stream()
                .filter(pod -> !pod.containers().isEmpty())
                .forEach(
                        pod ->
                                out.sample(
                                        labels("namespace", pod.namespace(), "pod", pod.name()),
                                        value.applyAsDouble(pod),
                                        pod.at()));
    }

    private static void node(
            Exposition out,
            String name,
            String type,
            String help,
            double value,
            @Nullable Instant at) {
        out.family(name, type, help).sample("", value, at);
    }

    private static String names(PodUse pod, ContainerUse container) {
        return labels(
                "container", container.state().name(),
                "namespace", pod.namespace(),
                "pod", pod.name());
    }

    private static double start(ContainerUse container) {
        return container.state().began().toEpochMilli() / 1000.0;
    }
}
