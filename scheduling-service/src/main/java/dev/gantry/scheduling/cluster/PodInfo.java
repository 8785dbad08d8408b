package dev.gantry.scheduling.cluster;

import dev.gantry.api.selector.LabelSelector;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod reduced to what matters for placing it. Immutable.
 *
 * @param nodeName empty until it is bound
 * @param requests what the node must have left; {@code pods} is 1
 * @param scored requests with Kubernetes' minimum for containers that ask for nothing (100m, 200
 *     MB), so that such pods spread too
 */
public record PodInfo(
        String namespace,
        String name,
        String uid,
        String nodeName,
        String schedulerName,
        Map<String, String> labels,
        int priority,
        boolean mayPreempt,
        boolean gated,
        boolean deleting,
        boolean finished,
        Instant created,
        Resources requests,
        Resources scored,
        List<HostPort> hostPorts,
        Map<String, String> nodeSelector,
        @Nullable NodeSelector requiredNodes,
        List<PreferredSchedulingTerm> preferredNodes,
        List<Toleration> tolerations,
        List<TopologySpreadConstraint> spread,
        Terms terms,
        Set<String> images) {

    private static final long DEFAULT_CPU_MILLIS = 100;
    private static final long DEFAULT_MEMORY_BYTES = 200L << 20;

    /** A port of the host that the pod needs. */
    public record HostPort(String address, String protocol, int port) {
        /** Whether two pods cannot both have theirs. */
        public boolean conflictsWith(HostPort other) {
            return port == other.port
                    && protocol.equals(other.protocol)
                    && (address.equals("0.0.0.0")
                            || other.address.equals("0.0.0.0")
                            || address.equals(other.address));
        }
    }

    /** Affinity and anti-affinity to other pods. */
    public record Terms(
            List<Term> required,
            List<Term> requiredAnti,
            List<Weighted> preferred,
            List<Weighted> preferredAnti) {
        static final Terms NONE = new Terms(List.of(), List.of(), List.of(), List.of());

        public boolean isEmpty() {
            return required.isEmpty()
                    && requiredAnti.isEmpty()
                    && preferred.isEmpty()
                    && preferredAnti.isEmpty();
        }
    }

    /** Which pods a term speaks of, and over which domain. */
    public record Term(LabelSelector selector, Set<String> namespaces, String topologyKey) {
        public boolean matches(PodInfo pod) {
            return (namespaces.isEmpty() || namespaces.contains(pod.namespace))
                    && selector.matches(pod.labels);
        }
    }

    /** A term that counts. */
    public record Weighted(Term term, int weight) {}

    public String key() {
        return namespace + "/" + name;
    }

    public static PodInfo of(Pod pod) {
        PodSpec spec = pod.getSpec();
        Resources requests = requests(spec, false);
        Affinity affinity = spec.getAffinity();
        var nodeAffinity = affinity == null ? null : affinity.getNodeAffinity();
        String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
        return new PodInfo(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                Objects.requireNonNullElse(spec.getNodeName(), ""),
                Objects.requireNonNullElse(spec.getSchedulerName(), "default-scheduler"),
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of()),
                Objects.requireNonNullElse(spec.getPriority(), 0),
                !"Never".equals(spec.getPreemptionPolicy()),
                !spec.getSchedulingGates().isEmpty(),
                pod.getMetadata().getDeletionTimestamp() != null,
                "Succeeded".equals(phase) || "Failed".equals(phase),
                created(pod),
                requests,
                requests(spec, true),
                hostPorts(spec),
                Objects.requireNonNullElse(spec.getNodeSelector(), Map.of()),
                nodeAffinity == null
                        ? null
                        : nodeAffinity.getRequiredDuringSchedulingIgnoredDuringExecution(),
                nodeAffinity == null
                        ? List.of()
                        : nodeAffinity.getPreferredDuringSchedulingIgnoredDuringExecution(),
                spec.getTolerations(),
                spec.getTopologySpreadConstraints(),
                terms(pod),
                images(spec));
    }

    private static Instant created(Pod pod) {
        String time = pod.getMetadata().getCreationTimestamp();
        return time == null ? Instant.EPOCH : Instant.parse(time);
    }

    /** Kubernetes: "Resource sharing within containers" of init containers and sidecars. */
    private static Resources requests(PodSpec spec, boolean withDefaults) {
        Resources running = Resources.NONE;
        for (Container container : spec.getContainers()) {
            running = running.plus(requests(container, withDefaults));
        }
        Resources sidecars = Resources.NONE;
        Resources starting = Resources.NONE;
        for (Container init : spec.getInitContainers()) {
            Resources own = requests(init, withDefaults);
            if ("Always".equals(init.getRestartPolicy())) {
                sidecars = sidecars.plus(own);
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(sidecars.plus(own));
            }
        }
        Resources all = running.plus(sidecars).max(starting);
        if (spec.getResources() != null && spec.getResources().getRequests() != null) {
            all = all.max(Resources.of(spec.getResources().getRequests()));
        }
        return all.plus(Resources.of(spec.getOverhead())).plus(new Resources(0, 0, 0, 1, Map.of()));
    }

    private static Resources requests(Container container, boolean withDefaults) {
        Resources own =
                container.getResources() == null
                        ? Resources.NONE
                        : Resources.of(container.getResources().getRequests());
        return withDefaults
                ? new Resources(
                        own.cpuMillis() == 0 ? DEFAULT_CPU_MILLIS : own.cpuMillis(),
                        own.memoryBytes() == 0 ? DEFAULT_MEMORY_BYTES : own.memoryBytes(),
                        own.ephemeralBytes(),
                        0,
                        own.extended())
                : own;
    }

    private static List<HostPort> hostPorts(PodSpec spec) {
        List<HostPort> ports = new ArrayList<>();
        Stream.concat(
                        spec.getContainers().stream(),
                        spec.getInitContainers().stream()
                                .filter(c -> "Always".equals(c.getRestartPolicy())))
                .flatMap(c -> c.getPorts().stream())
                .filter(p -> p.getHostPort() != null && p.getHostPort() > 0)
                .forEach(p -> ports.add(hostPort(p)));
        return List.copyOf(ports);
    }

    private static HostPort hostPort(ContainerPort port) {
        String address = port.getHostIP();
        return new HostPort(
                address == null || address.isEmpty() ? "0.0.0.0" : address,
                Objects.requireNonNullElse(port.getProtocol(), "TCP"),
                port.getHostPort());
    }

    private static Terms terms(Pod pod) {
        Affinity affinity = pod.getSpec().getAffinity();
        if (affinity == null
                || affinity.getPodAffinity() == null && affinity.getPodAntiAffinity() == null) {
            return Terms.NONE;
        }
        String own = pod.getMetadata().getNamespace();
        var near = affinity.getPodAffinity();
        var away = affinity.getPodAntiAffinity();
        return new Terms(
                near == null
                        ? List.of()
                        : required(own, near.getRequiredDuringSchedulingIgnoredDuringExecution()),
                away == null
                        ? List.of()
                        : required(own, away.getRequiredDuringSchedulingIgnoredDuringExecution()),
                near == null
                        ? List.of()
                        : near.getPreferredDuringSchedulingIgnoredDuringExecution().stream()
                                .map(
                                        w ->
                                                new Weighted(
                                                        term(own, w.getPodAffinityTerm()),
                                                        w.getWeight()))
                                .toList(),
                away == null
                        ? List.of()
                        : away.getPreferredDuringSchedulingIgnoredDuringExecution().stream()
                                .map(
                                        w ->
                                                new Weighted(
                                                        term(own, w.getPodAffinityTerm()),
                                                        w.getWeight()))
                                .toList());
    }

    private static List<Term> required(String own, List<PodAffinityTerm> terms) {
        return terms.stream().map(t -> term(own, t)).toList();
    }

    /** An empty namespace selector means all namespaces; no list and no selector the pod's own. */
    private static Term term(String own, PodAffinityTerm term) {
        Set<String> namespaces = new TreeSet<>(term.getNamespaces());
        if (namespaces.isEmpty() && term.getNamespaceSelector() == null) {
            namespaces.add(own);
        }
        return new Term(
                LabelSelector.of(term.getLabelSelector()), namespaces, term.getTopologyKey());
    }

    private static Set<String> images(PodSpec spec) {
        Set<String> images = new TreeSet<>();
        spec.getContainers().forEach(c -> images.add(Objects.requireNonNullElse(c.getImage(), "")));
        return images;
    }
}
