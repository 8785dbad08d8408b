package dev.gantry.reconciler.endpointslice;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.selector.LabelSelector;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.reconciler.controller.NamespaceGoing;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.Attempts;
import dev.gantry.reconciler.pods.FreshNames;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Observes, decides and applies for the slices and the Endpoints of one Service. */
final class ServiceReconciler implements Reconciler {

    static final ResourceType SLICES = Catalog.builtIn().require("endpointslices.discovery.k8s.io");
    static final ResourceType ENDPOINTS = Catalog.builtIn().require("endpoints");
    private static final String ZONE = "topology.kubernetes.io/zone";

    private final Informer<Service> services;
    private final Informer<Pod> pods;
    private final Informer<EndpointSlice> slices;
    private final Informer<Endpoints> endpoints;
    private final Informer<Node> nodes;
    private final StateClient client;
    private final Attempts attempts;

    /**
     * @param slices indexed by {@link ServiceSlices#BY_SERVICE}
     */
    ServiceReconciler(
            Informer<Service> services,
            Informer<EndpointSlice> slices,
            Informer<Endpoints> endpoints,
            Informer<Node> nodes,
            Surroundings around) {
        this.services = services;
        this.pods = around.pods();
        this.slices = slices;
        this.endpoints = endpoints;
        this.nodes = nodes;
        this.client = around.client();
        this.attempts = new Attempts(around.clock().millis());
    }

    @Override
    public String name() {
        return "endpointslice";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        Service service = services.get(key.namespace(), key.name());
        if (service == null) {
            forgetEndpoints(key);
            return Requeue.onChange();
        }
        if (!Backends.isManaged(service) || Owners.isDeleting(service)) {
            return Requeue.onChange();
        }
        List<Pod> selected = selected(service);
        List<WriteGroup> groups = new ArrayList<>();
        SliceObserved seen = observe(service, selected);
        groups.addAll(sliceWrites(SliceDecider.decide(seen)));
        groups.addAll(endpointsWrites(service, selected));
        return apply(service, groups);
    }

    private List<Pod> selected(Service service) {
        LabelSelector selector = LabelSelector.ofMap(service.getSpec().getSelector());
        return pods.list(service.getMetadata().getNamespace()).stream()
                .filter(p -> selector.matches(p.getMetadata().getLabels()))
                .sorted(java.util.Comparator.comparing(p -> p.getMetadata().getName()))
                .toList();
    }

    private SliceObserved observe(Service service, List<Pod> selected) {
        String uid = service.getMetadata().getUid();
        Map<String, String> zones = new HashMap<>();
        for (Pod pod : selected) {
            String name = pod.getSpec().getNodeName();
            Node node = name == null ? null : nodes.get("", name);
            String zone =
                    node == null || node.getMetadata().getLabels() == null
                            ? null
                            : node.getMetadata().getLabels().get(ZONE);
            if (name != null && zone != null) {
                zones.put(name, zone);
            }
        }
        return new SliceObserved(
                service,
                selected,
                slices.byIndex(ServiceSlices.BY_SERVICE, ServiceSlices.indexValue(service)).stream()
                        .filter(s -> !Owners.isDeleting(s))
                        .sorted(java.util.Comparator.comparing(s -> s.getMetadata().getName()))
                        .toList(),
                zones,
                new FreshNames(service.getMetadata().getName() + "-", uid, attempts.salt(uid)));
    }

    private static List<WriteGroup> sliceWrites(SliceDecider.Decision decision) {
        List<WriteGroup> groups = new ArrayList<>();
        decision.create()
                .forEach(
                        s ->
                                groups.add(
                                        WriteGroup.of(
                                                Write.create(
                                                        SLICES,
                                                        s.getMetadata().getNamespace(),
                                                        Json.tree(s)))));
        decision.update()
                .forEach(s -> groups.add(WriteGroup.of(Write.update(SLICES, Json.tree(s), ""))));
        decision.delete().forEach(s -> groups.add(WriteGroup.of(Patches.delete(SLICES, s))));
        return groups;
    }

    private List<WriteGroup> endpointsWrites(Service service, List<Pod> selected) {
        Endpoints present =
                endpoints.get(
                        service.getMetadata().getNamespace(), service.getMetadata().getName());
        @Nullable Endpoints wanted = EndpointsDecider.decide(service, selected, present);
        if (wanted == null) {
            return List.of();
        }
        Write write =
                present == null
                        ? Write.create(
                                ENDPOINTS, wanted.getMetadata().getNamespace(), Json.tree(wanted))
                        : Write.update(ENDPOINTS, Json.tree(wanted), "");
        return List.of(WriteGroup.of(write));
    }

    private Requeue apply(Service service, List<WriteGroup> groups) {
        if (groups.isEmpty()) {
            return Requeue.onChange();
        }
        String failure = null;
        boolean known = true;
        for (WriteResult result : client.writeAll(groups)) {
            if (result instanceof WriteResult.Refused refused
                    && !NamespaceGoing.isCause(refused.error())) {
                failure = refused.error().message();
                known &= refused.error().code() < 500;
            }
        }
        if (known) {
            attempts.known(service.getMetadata().getUid());
        }
        return failure == null ? Requeue.onChange() : Requeue.backOff(failure);
    }

    /** Slices go with their owner; Endpoints have none, and go here. */
    private void forgetEndpoints(ObjectName key) {
        Endpoints left = endpoints.get(key.namespace(), key.name());
        if (left != null && EndpointsMark.isOurs(left)) {
            dev.gantry.reconciler.controller.Writes.deletions(
                    client, List.of(Patches.delete(ENDPOINTS, left)));
        }
    }
}
