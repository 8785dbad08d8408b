package dev.gantry.node.volume;

import dev.gantry.api.quantity.Quantity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod's own fields as values for its containers. Pure. Kubernetes documentation, "Downward API".
 */
public final class FieldValues {

    private FieldValues() {}

    /**
     * The addresses that only the node knows, and what the node could give at most.
     *
     * @param podAddress empty while not known
     * @param nodeCpuMillis allocatable: what a container without a limit may use
     */
    public record Here(
            String podAddress, String hostAddress, long nodeCpuMillis, long nodeMemoryBytes) {}

    /**
     * @throws IllegalArgumentException when the path is not one that may be asked for
     */
    public static String field(Pod pod, String path, Here here) {
        ObjectMeta meta = pod.getMetadata();
        Optional<String> key = subscript(path);
        if (key.isPresent()) {
            Map<String, String> map =
                    path.startsWith("metadata.labels") ? meta.getLabels() : meta.getAnnotations();
            return map == null ? "" : map.getOrDefault(key.get(), "");
        }
        return switch (path) {
            case "metadata.name" -> meta.getName();
            case "metadata.namespace" -> meta.getNamespace();
            case "metadata.uid" -> meta.getUid();
            case "metadata.labels" -> lines(meta.getLabels());
            case "metadata.annotations" -> lines(meta.getAnnotations());
            case "spec.nodeName" -> Objects.requireNonNullElse(pod.getSpec().getNodeName(), "");
            case "spec.serviceAccountName" ->
                    Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "");
            case "status.hostIP", "status.hostIPs" -> here.hostAddress();
            case "status.podIP", "status.podIPs" -> here.podAddress();
            default -> throw new IllegalArgumentException("unsupported fieldPath: " + path);
        };
    }

    /** {@code metadata.labels['app']} gives {@code app}. */
    private static Optional<String> subscript(String path) {
        boolean has =
                path.endsWith("']")
                        && (path.startsWith("metadata.labels['")
                                || path.startsWith("metadata.annotations['"));
        return has
                ? Optional.of(path.substring(path.indexOf('\'') + 1, path.length() - 2))
                : Optional.empty();
    }

    /** {@code key="value"} lines in the order of keys, the value quoted as Go does. */
    private static String lines(@Nullable Map<String, String> map) {
        return map == null
                ? ""
                : new TreeMap<>(map)
                        .entrySet().stream()
                                .map(e -> e.getKey() + "=" + quoted(e.getValue()))
                                .collect(Collectors.joining("\n"));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /**
     * A container's request or limit, divided and rounded up.
     *
     * @throws IllegalArgumentException when the container is not known
     */
    public static String resource(
            Pod pod, String ownContainer, ResourceFieldSelector selector, Here here) {
        String asked = selector.getContainerName();
        String name = asked == null || asked.isEmpty() ? ownContainer : asked;
        Container container =
                Stream.of(pod.getSpec().getContainers(), pod.getSpec().getInitContainers())
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .filter(c -> c.getName().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "container " + name + " not found"));
        String resource = selector.getResource();
        boolean limits = resource.startsWith("limits.");
        Quantity value =
                value(container, limits, resource.substring(resource.indexOf('.') + 1), here);
        return Long.toString(divided(value, selector.getDivisor()));
    }

    private static Quantity value(Container container, boolean limits, String resource, Here here) {
        ResourceRequirements all = container.getResources();
        Map<String, io.fabric8.kubernetes.api.model.Quantity> declared =
                all == null ? null : limits ? all.getLimits() : all.getRequests();
        if (declared != null && declared.get(resource) != null) {
            return Quantity.parse(declared.get(resource).toString());
        }
        if (!limits) {
            return Quantity.ZERO;
        }
        return switch (resource) {
            case "cpu" -> Quantity.ofMillis(here.nodeCpuMillis());
            case "memory" -> Quantity.ofBytes(here.nodeMemoryBytes());
            default -> Quantity.ZERO;
        };
    }

    private static long divided(
            Quantity value, io.fabric8.kubernetes.api.model.@Nullable Quantity divisor) {
        Quantity by = divisor == null ? Quantity.of(1) : Quantity.parse(divisor.toString());
        if (by.value().signum() == 0) {
            by = Quantity.of(1);
        }
        return value.value().divide(by.value(), 0, RoundingMode.UP).longValue();
    }
}
