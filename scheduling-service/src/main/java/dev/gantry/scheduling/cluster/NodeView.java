package dev.gantry.scheduling.cluster;

import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One node: what it is, what it has, and the pods on it, bound or about to be. Changed only by
 * {@link ClusterView}, under its lock.
 */
public final class NodeView {

    private final String name;
    private boolean present;
    private Map<String, String> labels = Map.of();
    private List<Taint> taints = List.of();
    private boolean unschedulable;
    private Resources allocatable = Resources.NONE;
    private Map<String, Long> imageBytes = Map.of();
    private final Map<String, PodInfo> pods = new LinkedHashMap<>();
    private Resources requested = Resources.NONE;
    private Resources scored = Resources.NONE;

    NodeView(String name) {
        this.name = name;
    }

    void describe(Node node) {
        present = true;
        labels = Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        taints = List.copyOf(node.getSpec().getTaints());
        unschedulable = Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        var status = node.getStatus();
        allocatable =
                status == null
                        ? Resources.NONE
                        : Resources.of(
                                status.getAllocatable() == null || status.getAllocatable().isEmpty()
                                        ? status.getCapacity()
                                        : status.getAllocatable());
        imageBytes = status == null ? Map.of() : images(status.getImages());
    }

    private static Map<String, Long> images(List<ContainerImage> images) {
        Map<String, Long> sizes = new HashMap<>();
        for (ContainerImage image : images) {
            long size = Objects.requireNonNullElse(image.getSizeBytes(), 0L);
            image.getNames().forEach(name -> sizes.put(name, size));
        }
        return sizes;
    }

    void vanish() {
        present = false;
    }

    void add(PodInfo pod) {
        PodInfo before = pods.put(pod.uid(), pod);
        if (before != null) {
            subtract(before);
        }
        requested = requested.plus(pod.requests());
        scored = scored.plus(pod.scored());
    }

    void remove(PodInfo pod) {
        PodInfo before = pods.remove(pod.uid());
        if (before != null) {
            subtract(before);
        }
    }

    private void subtract(PodInfo pod) {
        requested = requested.minus(pod.requests());
        scored = scored.minus(pod.scored());
    }

    /** A copy without some of its pods, to see what would fit then. */
    public NodeView without(Collection<PodInfo> gone) {
        NodeView copy = new NodeView(name);
        copy.present = present;
        copy.labels = labels;
        copy.taints = taints;
        copy.unschedulable = unschedulable;
        copy.allocatable = allocatable;
        copy.imageBytes = imageBytes;
        pods.values().stream().filter(p -> !gone.contains(p)).forEach(copy::add);
        return copy;
    }

    boolean present() {
        return present;
    }

    boolean empty() {
        return pods.isEmpty();
    }

    public String name() {
        return name;
    }

    public Map<String, String> labels() {
        return labels;
    }

    /** Null when the node has no such label. */
    public @Nullable String label(String key) {
        return labels.get(key);
    }

    public List<Taint> taints() {
        return taints;
    }

    public boolean unschedulable() {
        return unschedulable;
    }

    public Resources allocatable() {
        return allocatable;
    }

    public Resources requested() {
        return requested;
    }

    /** As {@link #requested()}, with minimum amounts for containers that ask for nothing. */
    public Resources scored() {
        return scored;
    }

    public Collection<PodInfo> pods() {
        return pods.values();
    }

    /** Size of an image on this node, 0 when it is absent. */
    public long imageBytes(String image) {
        return imageBytes.getOrDefault(image, 0L);
    }

    /** Names of the resources that are short for these requests, in a fixed order. */
    public List<String> lacking(Resources wanted) {
        return hasRoom(wanted) ? List.of() : shortOf(wanted);
    }

    private boolean hasRoom(Resources wanted) {
        return wanted.extended().isEmpty()
                && requested.pods() + wanted.pods() <= allocatable.pods()
                && wanted.cpuMillis() <= allocatable.cpuMillis() - requested.cpuMillis()
                && wanted.memoryBytes() <= allocatable.memoryBytes() - requested.memoryBytes()
                && wanted.ephemeralBytes()
                        <= allocatable.ephemeralBytes() - requested.ephemeralBytes();
    }

    private List<String> shortOf(Resources wanted) {
        List<String> lacking = new ArrayList<>(0);
        if (requested.pods() + wanted.pods() > allocatable.pods()) {
            lacking.add("pods");
        }
        if (wanted.cpuMillis() > 0
                && wanted.cpuMillis() > allocatable.cpuMillis() - requested.cpuMillis()) {
            lacking.add("cpu");
        }
        if (wanted.memoryBytes() > 0
                && wanted.memoryBytes() > allocatable.memoryBytes() - requested.memoryBytes()) {
            lacking.add("memory");
        }
        if (wanted.ephemeralBytes() > 0
                && wanted.ephemeralBytes()
                        > allocatable.ephemeralBytes() - requested.ephemeralBytes()) {
            lacking.add("ephemeral-storage");
        }
        wanted.extended()
                .forEach(
                        (resource, amount) -> {
                            long left =
                                    allocatable.extended().getOrDefault(resource, 0L)
                                            - requested.extended().getOrDefault(resource, 0L);
                            if (amount > 0 && amount > left) {
                                lacking.add(resource);
                            }
                        });
        return lacking;
    }
}
