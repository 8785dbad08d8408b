package dev.gantry.node.statistics;

import dev.gantry.api.json.Json;
import dev.gantry.node.pod.PodView;
import dev.gantry.node.probe.ProbeCounts;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.server.Reports;
import dev.gantry.node.volume.PodVolumes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** One node's statistics as its server hands them out. Safe for concurrent use. */
public final class NodeStatistics {

    private final String node;
    private final int cpus;
    private final Path data;
    private final NodeUse use;
    private final Supplier<List<PodView>> pods;
    private final ProbeCounts probes;

    /**
     * @param data lies on the file system that is told as the node's
     */
    public NodeStatistics(
            String node,
            int cpus,
            Path data,
            ContainerRuntime runtime,
            PodVolumes volumes,
            InstantSource clock,
            Supplier<List<PodView>> pods,
            ProbeCounts probes) {
        this.node = node;
        this.cpus = cpus;
        this.data = data;
        this.use = new NodeUse(runtime, volumes, clock);
        this.pods = pods;
        this.probes = probes;
    }

    /**
     * What is asked for by kubelet's path, empty when there is no such thing. Cost: about a dozen
     * small files a container; {@code /stats/summary} and {@code /metrics} also look at what pods
     * have written, once a minute.
     */
    public Optional<Reports.Report> get(String path) {
        List<PodView> all = pods.get();
        return switch (path) {
            case "/pods" -> Optional.of(json(list(all)));
            case "/stats/summary" ->
                    Optional.of(json(new Summary(node).of(use.host(data), use.pods(all, true))));
            case "/metrics" -> Optional.of(text(AgentMetrics.of(node, all, use.pods(all, true))));
            case "/metrics/resource" ->
                    Optional.of(text(ResourceMetrics.of(use.host(data), use.pods(all, false))));
            case "/metrics/cadvisor" ->
                    Optional.of(
                            text(ContainerMetrics.of(use.host(data), cpus, use.pods(all, false))));
            case "/metrics/probes" -> Optional.of(text(ProbeMetrics.of(all, probes)));
            default -> Optional.empty();
        };
    }

    private static ObjectNode list(List<PodView> pods) {
        ObjectNode list = Json.object().put("kind", "PodList").put("apiVersion", "v1");
        list.putObject("metadata");
        var items = list.putArray("items");
        pods.forEach(p -> items.add(Json.tree(p.pod())));
        return list;
    }

    private static Reports.Report json(ObjectNode document) {
        return new Reports.Report("application/json", Json.bytes(document));
    }

    private static Reports.Report text(String metrics) {
        return new Reports.Report(
                Exposition.CONTENT_TYPE, metrics.getBytes(StandardCharsets.UTF_8));
    }
}
