package dev.gantry.node.agent;

import dev.gantry.api.json.Json;
import dev.gantry.api.quantity.Quantity;
import dev.gantry.node.runtime.EngineInfo;
import dev.gantry.node.runtime.ImageInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A node's object and the patches of its status, as trees. Pure. */
final class NodeDocument {

    private static final String VERSION = "v1.36.0";
    private static final int MOST_IMAGES = 50;
    private static final int MOST_NAMES = 5;
    private static final long HARD_EVICTION_BYTES = 100L << 20;

    private final NodeIdentity identity;
    private final HostFacts host;

    NodeDocument(NodeIdentity identity, HostFacts host) {
        this.identity = identity;
        this.host = host;
    }

    /** The object to register with; its status follows by patch. */
    ObjectNode registration() {
        ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
        ObjectNode metadata = node.putObject("metadata").put("name", identity.name());
        ObjectNode labels = metadata.putObject("labels");
        labels().forEach(labels::put);
        metadata.putObject("annotations")
                .put("volumes.kubernetes.io/controller-managed-attach-detach", "true");
        ObjectNode spec = node.putObject("spec").put("podCIDR", identity.podCidr());
        spec.putArray("podCIDRs").add(identity.podCidr());
        return node;
    }

    Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(identity.labels());
        labels.put("kubernetes.io/hostname", identity.name());
        labels.put("kubernetes.io/os", "linux");
        labels.put("kubernetes.io/arch", host.architecture());
        labels.put("beta.kubernetes.io/os", "linux");
        labels.put("beta.kubernetes.io/arch", host.architecture());
        return labels;
    }

    /** What an existing object is brought to at a start. */
    ObjectNode relabelling() {
        ObjectNode patch = Json.object();
        ObjectNode labels = patch.putObject("metadata").putObject("labels");
        labels().forEach(labels::put);
        return patch;
    }

    /**
     * The status but for its conditions.
     *
     * @param engine null while none has answered
     */
    ObjectNode status(@Nullable EngineInfo engine, List<ImageInfo> images) {
        ObjectNode status = Json.object();
        amounts(status.putObject("capacity"), host.memoryBytes(), host.storageBytes());
        amounts(
                status.putObject("allocatable"),
                Math.max(0, host.memoryBytes() - HARD_EVICTION_BYTES),
                host.storageBytes() / 10 * 9);
        ArrayNode addresses = status.putArray("addresses");
        addresses.addObject().put("type", "InternalIP").put("address", identity.address());
        addresses.addObject().put("type", "Hostname").put("address", identity.name());
        status.putObject("daemonEndpoints")
                .putObject("kubeletEndpoint")
                .put("Port", identity.port());
        info(status.putObject("nodeInfo"), engine);
        images(status.putArray("images"), images);
        return status;
    }

    private void amounts(ObjectNode out, long memory, long storage) {
        out.put("cpu", Quantity.of(host.cpus()).toString());
        out.put("ephemeral-storage", Quantity.ofBytes(storage / 1024 * 1024).toString());
        out.put("hugepages-1Gi", "0");
        out.put("hugepages-2Mi", "0");
        out.put("memory", Quantity.ofBytes(memory / 1024 * 1024).toString());
        out.put("pods", Integer.toString(identity.maxPods()));
    }

    private void info(ObjectNode info, @Nullable EngineInfo engine) {
        info.put("machineID", host.machineId());
        info.put("systemUUID", host.systemUuid());
        info.put("bootID", host.bootId());
        info.put("kernelVersion", host.kernelVersion());
        info.put("osImage", host.osImage());
        info.put("containerRuntimeVersion", engine == null ? "" : engine.name());
        info.put("kubeletVersion", VERSION);
        info.put("kubeProxyVersion", "");
        info.put("operatingSystem", "linux");
        info.put("architecture", host.architecture());
    }

    private static void images(ArrayNode out, List<ImageInfo> images) {
        images.stream()
                .filter(i -> !names(i).isEmpty())
                .sorted(Comparator.comparingLong(ImageInfo::sizeBytes).reversed())
                .limit(MOST_IMAGES)
                .forEach(
                        image -> {
                            ObjectNode one = out.addObject();
                            ArrayNode names = one.putArray("names");
                            names(image).stream().limit(MOST_NAMES).forEach(names::add);
                            one.put("sizeBytes", image.sizeBytes());
                        });
    }

    private static Set<String> names(ImageInfo image) {
        Set<String> names = new LinkedHashSet<>(image.digests());
        names.addAll(image.tags());
        names.removeIf(n -> n.contains("<none>"));
        return names;
    }

    /** Conditions with their times; one that did not change keeps its last transition. */
    static ArrayNode conditions(List<NodeCondition> now, @Nullable JsonNode before, Instant time) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        String stamp = time.truncatedTo(ChronoUnit.SECONDS).toString();
        for (NodeCondition condition : now) {
            String status = condition.status() ? "True" : "False";
            String since = stamp;
            for (JsonNode old : before == null ? List.<JsonNode>of() : before) {
                if (Json.text(old, "type").equals(condition.type())
                        && Json.text(old, "status").equals(status)) {
                    since = Json.text(old, "lastTransitionTime");
                }
            }
            out.addObject()
                    .put("type", condition.type())
                    .put("status", status)
                    .put("reason", condition.reason())
                    .put("message", condition.message())
                    .put("lastHeartbeatTime", stamp)
                    .put("lastTransitionTime", since);
        }
        return out;
    }

    static boolean says(@Nullable JsonNode conditions, NodeCondition mine) {
        if (conditions == null) {
            return false;
        }
        String status = mine.status() ? "True" : "False";
        for (JsonNode one : conditions) {
            if (Json.text(one, "type").equals(mine.type())) {
                return Json.text(one, "status").equals(status);
            }
        }
        return false;
    }
}
