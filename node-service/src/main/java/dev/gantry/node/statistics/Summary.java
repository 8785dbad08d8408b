package dev.gantry.node.statistics;

import dev.gantry.api.json.Json;
import dev.gantry.node.statistics.PodUse.VolumeUse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document of {@code /stats/summary}. Pure. Kubernetes documentation, "Node metrics data". */
final class Summary {

    private final String node;

    Summary(String node) {
        this.node = node;
    }

    ObjectNode of(NodeUse.Host host, List<PodUse> pods) {
        ObjectNode all = Json.object();
        all.set("node", node(host));
        ArrayNode list = all.putArray("pods");
        pods.forEach(pod -> list.add(pod(pod, host.space())));
        return all;
    }

    private ObjectNode node(NodeUse.Host host) {
        HostUse use = host.use();
        ObjectNode out = Json.object().put("nodeName", node);
        out.put("startTime", second(use.bootedAt()));
        out.set("cpu", cpu(host.at(), host.nanoCores(), use.cpuNanos()));
        ObjectNode memory = out.putObject("memory").put("time", second(host.at()));
        memory.put("availableBytes", use.availableBytes());
        memory.put("usageBytes", use.usageBytes()).put("workingSetBytes", use.workingSetBytes());
        memory.put("rssBytes", use.rssBytes());
        out.putObject("swap").put("time", second(host.at())).put("swapUsageBytes", use.swapBytes());
        network(out, host.at(), use.traffic());
        out.set("fs", space(host.at(), host.space(), null));
        out.putObject("runtime").set("imageFs", space(host.at(), host.space(), null));
        out.putObject("rlimit")
                .put("time", second(host.at()))
                .put("maxpid", use.mostProcesses())
                .put("curproc", use.processes());
        return out;
    }

    private static ObjectNode pod(PodUse pod, Directories.Space space) {
        ObjectNode out = Json.object();
        out.putObject("podRef")
                .put("name", pod.name())
                .put("namespace", pod.namespace())
                .put("uid", pod.pod().getMetadata().getUid());
        String began = pod.pod().getStatus() == null ? null : pod.pod().getStatus().getStartTime();
        out.put("startTime", Objects.requireNonNullElse(began, second(pod.at())));
        ArrayNode containers = out.putArray("containers");
        pod.containers().forEach(c -> containers.add(container(c, pod.at(), space)));
        out.set("cpu", cpu(pod.at(), pod.nanoCores(), pod.sum(Usage::cpuNanos)));
        out.set(
                "memory",
                memory(
                        pod.at(),
                        0,
                        pod.sum(Usage::usageBytes),
                        pod.sum(Usage::workingSetBytes),
                        pod.sum(Usage::rssBytes),
                        pod.sum(Usage::pageFaults),
                        pod.sum(Usage::majorPageFaults)));
        out.putObject("swap")
                .put("time", second(pod.at()))
                .put("swapUsageBytes", pod.sum(Usage::swapBytes));
        network(out, pod.at(), pod.traffic());
        ArrayNode volumes = out.putArray("volume");
        pod.volumes().forEach(v -> volumes.add(volume(v, pod)));
        out.set("ephemeral-storage", space(pod.at(), space, written(pod)));
        out.putObject("process_stats").put("process_count", pod.sum(Usage::processes));
        return out;
    }

    /** Layers, logs and the volumes that go with the pod. */
    private static Directories.Size written(PodUse pod) {
        long bytes = 0;
        long files = 0;
        for (ContainerUse container : pod.containers()) {
            bytes += container.layer().bytes() + container.log().bytes();
            files += container.layer().files() + container.log().files();
        }
        for (VolumeUse volume : pod.volumes()) {
            if (volume.size() != null) {
                bytes += volume.size().bytes();
                files += volume.size().files();
            }
        }
        return new Directories.Size(bytes, files);
    }

    private static ObjectNode container(ContainerUse container, Instant at, Directories.Space s) {
        Usage usage = container.usage();
        ObjectNode out = Json.object().put("name", container.state().name());
        out.put("startTime", second(container.state().began()));
        out.set("cpu", cpu(at, container.nanoCores(), usage.cpuNanos()));
        out.set(
                "memory",
                memory(
                        at,
                        usage.limitBytes(),
                        usage.usageBytes(),
                        usage.workingSetBytes(),
                        usage.rssBytes(),
                        usage.pageFaults(),
                        usage.majorPageFaults()));
        out.set("rootfs", space(at, s, container.layer()));
        out.set("logs", space(at, s, container.log()));
        out.putObject("swap").put("time", second(at)).put("swapUsageBytes", usage.swapBytes());
        return out;
    }

    private static ObjectNode cpu(Instant at, long nanoCores, long nanos) {
        return Json.object()
                .put("time", second(at))
                .put("usageNanoCores", nanoCores)
                .put("usageCoreNanoSeconds", nanos);
    }

    private static ObjectNode memory(
            Instant at,
            long limit,
            long usage,
            long workingSet,
            long rss,
            long faults,
            long majorFaults) {
        ObjectNode out = Json.object().put("time", second(at));
        if (limit > 0) {
            out.put("availableBytes", Math.max(0, limit - workingSet));
        }
        return out.put("usageBytes", usage)
                .put("workingSetBytes", workingSet)
                .put("rssBytes", rss)
                .put("pageFaults", faults)
                .put("majorPageFaults", majorFaults);
    }

    /** The first interface also stands beside the list. */
    private static void network(ObjectNode parent, Instant at, List<Traffic> traffic) {
        if (traffic.isEmpty()) {
            return;
        }
        ObjectNode out = parent.putObject("network").put("time", second(at));
        interfaceOf(out, traffic.get(0));
        ArrayNode all = out.putArray("interfaces");
        traffic.forEach(t -> interfaceOf(all.addObject(), t));
    }

    private static void interfaceOf(ObjectNode out, Traffic traffic) {
        out.put("name", traffic.name());
        out.put("rxBytes", traffic.receivedBytes()).put("rxErrors", traffic.receiveErrors());
        out.put("txBytes", traffic.sentBytes()).put("txErrors", traffic.sendErrors());
    }

    private static ObjectNode volume(VolumeUse volume, PodUse pod) {
        ObjectNode out = space(pod.at(), volume.space(), volume.size());
        out.put("name", volume.name());
        if (!volume.claim().isEmpty()) {
            out.putObject("pvcRef").put("name", volume.claim()).put("namespace", pod.namespace());
        }
        return out;
    }

    private static ObjectNode space(
            Instant at, Directories.Space space, Directories.@Nullable Size size) {
        ObjectNode out = Json.object().put("time", second(at));
        out.put("availableBytes", space.availableBytes());
        out.put("capacityBytes", space.capacityBytes());
        out.put("usedBytes", space.usedBytes(size));
        if (size != null) {
            out.put("inodesUsed", size.files());
        }
        return out;
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
