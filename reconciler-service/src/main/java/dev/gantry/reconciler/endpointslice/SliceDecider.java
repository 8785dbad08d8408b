package dev.gantry.reconciler.endpointslice;

import dev.gantry.reconciler.endpointslice.Backends.Port;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which EndpointSlices a Service should have, changing as few as possible. Pure; O(pods).
 *
 * <p>Endpoints with the same ports share slices. An endpoint stays in the slice it is in; new ones
 * fill slices that change anyway, then the fullest that has room for all of them, then new slices.
 * Without any endpoint one empty slice remains, which says "nobody" rather than "not known".
 */
final class SliceDecider {

    static final int PER_SLICE = 100;
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String MANAGER = "endpointslice-controller.k8s.io";
    static final String HEADLESS = "service.kubernetes.io/headless";
    private static final String LEGACY = "endpoints.kubernetes.io/managed-by";

    private SliceDecider() {}

    /** Slices to create, to replace as given, and to delete. */
    record Decision(
            List<EndpointSlice> create, List<EndpointSlice> update, List<EndpointSlice> delete) {

        boolean isEmpty() {
            return create.isEmpty() && update.isEmpty() && delete.isEmpty();
        }
    }

    private record Group(String family, List<Port> ports) {}

    static Decision decide(SliceObserved seen) {
        Map<Group, Map<String, Endpoint>> wanted = wanted(seen);
        Map<Group, List<EndpointSlice>> present = new LinkedHashMap<>();
        Decision decision = new Decision(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (EndpointSlice slice : seen.slices()) {
            Group group = new Group(slice.getAddressType(), ports(slice));
            if (wanted.containsKey(group)) {
                present.computeIfAbsent(group, g -> new ArrayList<>()).add(slice);
            } else {
                decision.delete.add(slice);
            }
        }
        wanted.forEach(
                (group, endpoints) ->
                        pack(
                                seen,
                                group,
                                new LinkedHashMap<>(endpoints),
                                present.getOrDefault(group, List.of()),
                                decision));
        Backends.families(seen.service()).forEach(f -> keepOne(seen, f, wanted, decision));
        name(seen, decision);
        return decision;
    }

    private static Map<Group, Map<String, Endpoint>> wanted(SliceObserved seen) {
        Map<Group, Map<String, Endpoint>> wanted = new LinkedHashMap<>();
        for (String family : Backends.families(seen.service())) {
            for (Pod pod : seen.pods()) {
                List<String> addresses = Backends.addresses(pod, family);
                if (Backends.counts(pod) && !addresses.isEmpty()) {
                    Group group = new Group(family, Backends.ports(seen.service(), pod));
                    wanted.computeIfAbsent(group, g -> new LinkedHashMap<>())
                            .put(pod.getMetadata().getUid(), endpoint(seen, pod, addresses));
                }
            }
        }
        return wanted;
    }

    private static Endpoint endpoint(SliceObserved seen, Pod pod, List<String> addresses) {
        boolean serving = Pods.isReady(pod);
        boolean terminating = Pods.isTerminating(pod);
        boolean ready = Backends.publishesNotReady(seen.service()) || (serving && !terminating);
        String node = pod.getSpec().getNodeName();
        return new EndpointBuilder()
                .withAddresses(addresses)
                .withNewConditions()
                .withReady(ready)
                .withServing(serving)
                .withTerminating(terminating)
                .endConditions()
                .withHostname(Backends.hostname(pod, seen.service()))
                .withNodeName(node == null || node.isEmpty() ? null : node)
                .withZone(node == null ? null : seen.zones().get(node))
                .withTargetRef(
                        new ObjectReferenceBuilder()
                                .withKind("Pod")
                                .withNamespace(pod.getMetadata().getNamespace())
                                .withName(pod.getMetadata().getName())
                                .withUid(pod.getMetadata().getUid())
                                .build())
                .build();
    }

    private static List<Port> ports(EndpointSlice slice) {
        return slice.getPorts().stream()
                .map(
                        p ->
                                new Port(
                                        p.getName() == null ? "" : p.getName(),
                                        p.getPort() == null ? 0 : p.getPort(),
                                        p.getProtocol() == null ? "TCP" : p.getProtocol(),
                                        p.getAppProtocol()))
                .toList();
    }

    /** A slice's endpoints while they are worked on. */
    private static final class Packed {
        final EndpointSlice slice;
        final List<Endpoint> endpoints = new ArrayList<>();
        boolean changed;

        Packed(EndpointSlice slice) {
            this.slice = slice;
        }

        int room() {
            return PER_SLICE - endpoints.size();
        }
    }

    private static void pack(
            SliceObserved seen,
            Group group,
            Map<String, Endpoint> endpoints,
            List<EndpointSlice> slices,
            Decision decision) {
        List<Packed> packed = new ArrayList<>();
        for (EndpointSlice slice : slices) {
            packed.add(keep(seen, slice, endpoints));
        }
        List<Endpoint> left = new ArrayList<>(endpoints.values());
        packed.stream().filter(p -> p.changed).forEach(p -> fill(p, left));
        while (!left.isEmpty()) {
            List<Endpoint> rest = left;
            Packed into =
                    packed.stream()
                            .filter(p -> p.room() >= Math.min(rest.size(), PER_SLICE))
                            .min(java.util.Comparator.comparingInt(Packed::room))
                            .orElseGet(
                                    () -> {
                                        Packed fresh = new Packed(blank(seen, group));
                                        packed.add(fresh);
                                        return fresh;
                                    });
            fill(into, left);
        }
        packed.forEach(p -> settle(seen, p, decision));
    }

    /** Takes over what stays; what is taken over is removed from the endpoints still wanted. */
    private static Packed keep(
            SliceObserved seen, EndpointSlice slice, Map<String, Endpoint> endpoints) {
        Packed packed = new Packed(slice);
        for (Endpoint endpoint : slice.getEndpoints()) {
            String uid = endpoint.getTargetRef() == null ? "" : endpoint.getTargetRef().getUid();
            Endpoint wanted = endpoints.remove(uid);
            if (wanted != null) {
                packed.endpoints.add(wanted);
            }
            packed.changed |= !endpoint.equals(wanted);
        }
        packed.changed |= !labels(seen).equals(slice.getMetadata().getLabels());
        return packed;
    }

    private static void fill(Packed packed, List<Endpoint> from) {
        int count = Math.min(packed.room(), from.size());
        if (count > 0) {
            List<Endpoint> first = from.subList(0, count);
            packed.endpoints.addAll(first);
            first.clear();
            packed.changed = true;
        }
    }

    private static void settle(SliceObserved seen, Packed packed, Decision decision) {
        boolean isNew = packed.slice.getMetadata().getUid() == null;
        if (packed.endpoints.isEmpty()) {
            decision.delete.add(packed.slice);
        } else if (isNew) {
            decision.create.add(with(seen, packed));
        } else if (packed.changed) {
            decision.update.add(with(seen, packed));
        }
    }

    private static EndpointSlice with(SliceObserved seen, Packed packed) {
        return new EndpointSliceBuilder(packed.slice)
                .editMetadata()
                .withLabels(labels(seen))
                .endMetadata()
                .withEndpoints(packed.endpoints)
                .build();
    }

    private static EndpointSlice blank(SliceObserved seen, Group group) {
        Service service = seen.service();
        EndpointSlice slice =
                new EndpointSliceBuilder()
                        .withNewMetadata()
                        .withNamespace(service.getMetadata().getNamespace())
                        .withGenerateName(service.getMetadata().getName() + "-")
                        .withOwnerReferences(Owners.reference(service))
                        .endMetadata()
                        .withAddressType(group.family())
                        .withPorts(group.ports().stream().map(SliceDecider::port).toList())
                        .build();
        slice.getMetadata().setLabels(labels(seen));
        return slice;
    }

    private static EndpointPort port(Port port) {
        return new EndpointPortBuilder()
                .withName(port.name())
                .withPort(port.number())
                .withProtocol(port.protocol())
                .withAppProtocol(port.appProtocol())
                .build();
    }

    /** The Service's labels and our own; labels that others put on the slice do not stay. */
    private static Map<String, String> labels(SliceObserved seen) {
        Service service = seen.service();
        Map<String, String> labels = new HashMap<>();
        if (service.getMetadata().getLabels() != null) {
            labels.putAll(service.getMetadata().getLabels());
        }
        Set.of(SERVICE_NAME, MANAGED_BY, HEADLESS, LEGACY).forEach(labels::remove);
        labels.put(SERVICE_NAME, service.getMetadata().getName());
        labels.put(MANAGED_BY, MANAGER);
        if (Backends.isHeadless(service)) {
            labels.put(HEADLESS, "");
        }
        return labels;
    }

    /** One slice without endpoints stays, or is made, where there would be none. */
    private static void keepOne(
            SliceObserved seen,
            String family,
            Map<Group, Map<String, Endpoint>> wanted,
            Decision decision) {
        if (wanted.keySet().stream().anyMatch(g -> g.family().equals(family))) {
            return;
        }
        EndpointSlice kept =
                decision.delete.stream()
                        .filter(s -> s.getAddressType().equals(family))
                        .findFirst()
                        .orElse(null);
        EndpointSlice empty = blank(seen, new Group(family, List.of()));
        if (kept == null) {
            decision.create.add(empty);
            return;
        }
        decision.delete.remove(kept);
        boolean isSo =
                kept.getEndpoints().isEmpty()
                        && kept.getPorts().isEmpty()
                        && empty.getMetadata().getLabels().equals(kept.getMetadata().getLabels());
        if (!isSo) {
            decision.update.add(
                    new EndpointSliceBuilder(kept)
                            .editMetadata()
                            .withLabels(empty.getMetadata().getLabels())
                            .endMetadata()
                            .withEndpoints(List.of())
                            .withPorts(List.of())
                            .build());
        }
    }

    private static void name(SliceObserved seen, Decision decision) {
        Set<String> taken = new HashSet<>();
        seen.slices().forEach(s -> taken.add(s.getMetadata().getName()));
        List<String> names = seen.names().take(decision.create.size(), taken);
        for (int i = 0; i < names.size(); i++) {
            decision.create.get(i).getMetadata().setName(names.get(i));
        }
    }
}
