package dev.gantry.node.statistics;

import static dev.gantry.node.statistics.Exposition.labels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * {@code /metrics/cadvisor}: containers under the names and labels that cAdvisor gives them, and
 * that dashboards and alerts for Kubernetes ask for. A pod's sandbox is the container {@code POD};
 * the network is the sandbox's. Pure.
 */
final class ContainerMetrics {

    private static final double NANOS = 1e9;

    private final Exposition out = new Exposition();
    private final List<Row> rows = new ArrayList<>();

    /** One container or sandbox. */
    private record Row(String labels, Instant at, Instant began, Usage usage) {}

    private ContainerMetrics(List<PodUse> pods) {
        for (PodUse pod : pods) {
            PodUse.SandboxUse sandbox = pod.sandbox();
            if (sandbox != null) {
                rows.add(
                        new Row(
                                names("POD", sandbox.id(), "", pod),
                                pod.at(),
                                sandbox.createdAt(),
                                sandbox.usage()));
            }
            pod.containers().forEach(c -> rows.add(row(pod, c)));
        }
    }

    private static Row row(PodUse pod, ContainerUse container) {
        return new Row(
                names(
                        container.state().name(),
                        container.state().id(),
                        container.state().image(),
                        pod),
                pod.at(),
                container.state().began(),
                container.usage());
    }

    private static String names(String container, String id, String image, PodUse pod) {
        return labels(
                "container",
                container,
                "id",
                "/docker/" + id,
                "image",
                image,
                "name",
                id,
                "namespace",
                pod.namespace(),
                "pod",
                pod.name());
    }

    static String of(NodeUse.Host host, int cpus, List<PodUse> pods) {
        ContainerMetrics metrics = new ContainerMetrics(pods);
        metrics.cpu();
        metrics.memory();
        metrics.blocks();
        metrics.others();
        metrics.network(pods);
        metrics.machine(host, cpus);
        return metrics.out.text();
    }

    private void family(String name, String type, String help, ToDoubleFunction<Row> value) {
        out.family(name, type, help);
        rows.forEach(r -> out.sample(r.labels(), value.applyAsDouble(r), r.at()));
    }

    private void counter(String name, String help, ToDoubleFunction<Usage> value) {
        family(name, "counter", help, r -> value.applyAsDouble(r.usage()));
    }

    private void gauge(String name, String help, ToDoubleFunction<Usage> value) {
        family(name, "gauge", help, r -> value.applyAsDouble(r.usage()));
    }

    private void cpu() {
        out.family(
                "container_cpu_usage_seconds_total",
                "counter",
                "Cumulative cpu time consumed in seconds.");
        rows.forEach(
                r ->
                        out.sample(
                                r.labels() + ",cpu=\"total\"",
                                r.usage().cpuNanos() / NANOS,
                                r.at()));
        counter(
                "container_cpu_cfs_periods_total",
                "Number of elapsed enforcement period intervals.",
                Usage::periods);
        counter(
                "container_cpu_cfs_throttled_periods_total",
                "Number of throttled period intervals.",
                Usage::throttledPeriods);
        counter(
                "container_cpu_cfs_throttled_seconds_total",
                "Total time duration the container has been throttled.",
                u -> u.throttledNanos() / NANOS);
        gauge("container_spec_cpu_period", "CPU period of the container.", Usage::periodMicros);
        gauge("container_spec_cpu_quota", "CPU quota of the container.", Usage::quotaMicros);
        gauge("container_spec_cpu_shares", "CPU share of the container.", Usage::shares);
    }

    private void memory() {
        gauge(
                "container_memory_usage_bytes",
                "Current memory usage in bytes, including all memory regardless of when it was"
                        + " accessed",
                Usage::usageBytes);
        gauge(
                "container_memory_working_set_bytes",
                "Current working set in bytes.",
                Usage::workingSetBytes);
        gauge("container_memory_rss", "Size of RSS in bytes.", Usage::rssBytes);
        gauge("container_memory_cache", "Number of bytes of page cache memory.", Usage::cacheBytes);
        gauge("container_memory_swap", "Container swap usage in bytes.", Usage::swapBytes);
        gauge(
                "container_memory_mapped_file",
                "Size of memory mapped files in bytes.",
                Usage::mappedBytes);
        out.family(
                "container_memory_failures_total",
                "counter",
                "Cumulative count of memory allocation failures.");
        for (Row row : rows) {
            Usage usage = row.usage();
            failures(row, "pgfault", usage.pageFaults());
            failures(row, "pgmajfault", usage.majorPageFaults());
        }
        gauge(
                "container_spec_memory_limit_bytes",
                "Memory limit for the container.",
                Usage::limitBytes);
    }

    private void failures(Row row, String type, long count) {
        out.sample(
                row.labels() + "," + labels("failure_type", type, "scope", "container"),
                count,
                row.at());
    }

    private void blocks() {
        counter(
                "container_fs_reads_bytes_total",
                "Cumulative count of bytes read",
                u -> u.blocks().readBytes());
        counter(
                "container_fs_reads_total",
                "Cumulative count of reads completed",
                u -> u.blocks().reads());
        counter(
                "container_fs_writes_bytes_total",
                "Cumulative count of bytes written",
                u -> u.blocks().writtenBytes());
        counter(
                "container_fs_writes_total",
                "Cumulative count of writes completed",
                u -> u.blocks().writes());
    }

    private void others() {
        gauge(
                "container_processes",
                "Number of processes running inside the container.",
                Usage::processes);
        family(
                "container_start_time_seconds",
                "gauge",
                "Start time of the container since unix epoch in seconds.",
                r -> r.began().toEpochMilli() / 1000.0);
        family(
                "container_last_seen",
                "gauge",
                "Last time a container was seen by the exporter",
                r -> r.at().getEpochSecond());
    }

    private void network(List<PodUse> pods) {
        traffic(pods, "receive_bytes", "bytes received", Traffic::receivedBytes);
        traffic(pods, "receive_packets", "packets received", Traffic::receivedPackets);
        traffic(pods, "receive_errors", "errors while receiving", Traffic::receiveErrors);
        traffic(
                pods,
                "receive_packets_dropped",
                "packets dropped while receiving",
                Traffic::receiveDropped);
        traffic(pods, "transmit_bytes", "bytes transmitted", Traffic::sentBytes);
        traffic(pods, "transmit_packets", "packets transmitted", Traffic::sentPackets);
        traffic(pods, "transmit_errors", "errors while transmitting", Traffic::sendErrors);
        traffic(
                pods,
                "transmit_packets_dropped",
                "packets dropped while transmitting",
                Traffic::sendDropped);
    }

    private void traffic(
            List<PodUse> pods, String name, String what, ToDoubleFunction<Traffic> value) {
        out.family(
                "container_network_" + name + "_total", "counter", "Cumulative count of " + what);
        for (PodUse pod : pods) {
            PodUse.SandboxUse sandbox = pod.sandbox();
            String labels = names("POD", sandbox == null ? "" : sandbox.id(), "", pod);
            for (Traffic one : pod.traffic()) {
                out.sample(
                        labels + "," + labels("interface", one.name()),
                        value.applyAsDouble(one),
                        pod.at());
            }
        }
    }

    private void machine(NodeUse.Host host, int cpus) {
        out.family("machine_cpu_cores", "gauge", "Number of logical CPU cores.");
        out.sample("", cpus, null);
        out.family("machine_memory_bytes", "gauge", "Amount of memory installed on the machine.");
        out.sample("", host.use().memoryBytes(), null);
    }
}
