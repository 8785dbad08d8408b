package dev.gantry.reconciler.endpointslice;

import dev.gantry.reconciler.endpointslice.Backends.Port;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the Endpoints object of a Service should be, in the Service's first address family. Pure;
 * O(pods). Above 1,000 addresses it is cut, ready ones first, and says so.
 */
final class EndpointsDecider {

    private static final int CAPACITY = 1_000;
    private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";
    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String MANAGER = "endpoint-controller";

    private EndpointsDecider() {}

    /** The object to write; null when it is so already. */
    static @Nullable Endpoints decide(
            Service service, List<Pod> pods, @Nullable Endpoints present) {
        List<EndpointSubset> subsets = subsets(service, pods);
        boolean cut = truncate(subsets);
        Map<String, String> labels = labels(service);
        if (present != null
                && present.getSubsets().equals(subsets)
                && labels.equals(orEmpty(present.getMetadata().getLabels()))
                && cut
                        == orEmpty(present.getMetadata().getAnnotations())
                                .containsKey(OVER_CAPACITY)) {
            return null;
        }
        Map<String, String> annotations = new HashMap<>();
        if (present != null) {
            annotations.putAll(orEmpty(present.getMetadata().getAnnotations()));
        }
        annotations.remove(OVER_CAPACITY);
        if (cut) {
            annotations.put(OVER_CAPACITY, "truncated");
        }
        return (present == null ? new EndpointsBuilder() : new EndpointsBuilder(present))
                .editOrNewMetadata()
                .withNamespace(service.getMetadata().getNamespace())
                .withName(service.getMetadata().getName())
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withSubsets(subsets)
                .build();
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static Map<String, String> labels(Service service) {
        Map<String, String> labels = new HashMap<>(orEmpty(service.getMetadata().getLabels()));
        labels.put(MANAGED_BY, MANAGER);
        if (Backends.isHeadless(service)) {
            labels.put(SliceDecider.HEADLESS, "");
        } else {
            labels.remove(SliceDecider.HEADLESS);
        }
        return labels;
    }

    private static List<EndpointSubset> subsets(Service service, List<Pod> pods) {
        String family = Backends.families(service).get(0);
        Map<List<Port>, List<Pod>> byPorts = new LinkedHashMap<>();
        for (Pod pod : pods) {
            boolean counts =
                    Backends.counts(pod)
                            && (!Pods.isTerminating(pod) || Backends.publishesNotReady(service));
            List<Port> ports = Backends.ports(service, pod);
            boolean served = !ports.isEmpty() || service.getSpec().getPorts().isEmpty();
            if (counts && served && !Backends.addresses(pod, family).isEmpty()) {
                byPorts.computeIfAbsent(ports, p -> new ArrayList<>()).add(pod);
            }
        }
        List<EndpointSubset> subsets = new ArrayList<>();
        byPorts.forEach((ports, theirs) -> subsets.add(subset(service, family, ports, theirs)));
        subsets.sort(Comparator.comparing(s -> s.getPorts().toString()));
        return subsets;
    }

    private static EndpointSubset subset(
            Service service, String family, List<Port> ports, List<Pod> pods) {
        List<EndpointAddress> ready = new ArrayList<>();
        List<EndpointAddress> notReady = new ArrayList<>();
        for (Pod pod : pods) {
            boolean isReady = Backends.publishesNotReady(service) || Pods.isReady(pod);
            (isReady ? ready : notReady).add(address(service, family, pod));
        }
        ready.sort(Comparator.comparing(EndpointAddress::getIp));
        notReady.sort(Comparator.comparing(EndpointAddress::getIp));
        return new EndpointSubsetBuilder()
                .withAddresses(ready)
                .withNotReadyAddresses(notReady)
                .withPorts(
                        ports.stream()
                                .map(EndpointsDecider::port)
                                .sorted(Comparator.comparing(EndpointPort::getPort))
                                .toList())
                .build();
    }

    private static EndpointPort port(Port port) {
        return new EndpointPortBuilder()
                .withName(port.name().isEmpty() ? null : port.name())
                .withPort(port.number())
                .withProtocol(port.protocol())
                .withAppProtocol(port.appProtocol())
                .build();
    }

    private static EndpointAddress address(Service service, String family, Pod pod) {
        return new EndpointAddressBuilder()
                .withIp(Backends.addresses(pod, family).get(0))
                .withHostname(Backends.hostname(pod, service))
                .withNodeName(pod.getSpec().getNodeName())
                .withTargetRef(
                        new ObjectReferenceBuilder()
                                .withKind("Pod")
                                .withNamespace(pod.getMetadata().getNamespace())
                                .withName(pod.getMetadata().getName())
                                .withUid(pod.getMetadata().getUid())
                                .build())
                .build();
    }

    private static boolean truncate(List<EndpointSubset> subsets) {
        int left = CAPACITY;
        boolean cut = false;
        for (EndpointSubset subset : subsets) {
            List<EndpointAddress> ready = subset.getAddresses();
            cut |= ready.size() > left;
            subset.setAddresses(ready.subList(0, Math.min(left, ready.size())));
            left -= subset.getAddresses().size();
        }
        for (EndpointSubset subset : subsets) {
            List<EndpointAddress> notReady = subset.getNotReadyAddresses();
            cut |= notReady.size() > left;
            subset.setNotReadyAddresses(notReady.subList(0, Math.min(left, notReady.size())));
            left -= subset.getNotReadyAddresses().size();
        }
        subsets.removeIf(s -> s.getAddresses().isEmpty() && s.getNotReadyAddresses().isEmpty());
        return cut;
    }
}
