package dev.gantry.reconciler.endpointslice;

import dev.gantry.api.selector.LabelSelector;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler.ObjectName;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.Surroundings;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The loop that keeps EndpointSlices and Endpoints. */
public final class ServiceSlices {

    /** Index of the slices that this controller manages, by namespace and Service. */
    static final String BY_SERVICE = "service";

    private ServiceSlices() {}

    public static ControllerLoop loop(Surroundings around) {
        Informer<Service> services = around.informers().informer("services", Service.class);
        Informer<EndpointSlice> slices =
                around.informers()
                        .informer(
                                "endpointslices.discovery.k8s.io",
                                EndpointSlice.class,
                                Map.of(BY_SERVICE, ServiceSlices::serviceOf));
        Informer<Endpoints> endpoints = around.informers().informer("endpoints", Endpoints.class);
        Informer<Node> nodes = around.informers().informer("nodes", Node.class);
        ServiceReconciler reconciler =
                new ServiceReconciler(services, slices, endpoints, nodes, around);
        return around.loop(reconciler)
                .watch("services", services, Trigger.of(s -> List.of(key(s))))
                .watch("pods", around.pods(), pods(services))
                .watch("endpointslices.discovery.k8s.io", slices, Trigger.of(ServiceSlices::owner))
                .watch("endpoints", endpoints, Trigger.of(e -> ofManaged(e, services)));
    }

    private static ObjectName key(HasMetadata object) {
        return new ObjectName(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    static String indexValue(Service service) {
        return service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
    }

    private static List<String> serviceOf(EndpointSlice slice) {
        return owner(slice).stream().map(k -> k.namespace() + "/" + k.name()).toList();
    }

    /** The Service of a slice that is ours; others' slices are none of our business. */
    private static List<ObjectName> owner(EndpointSlice slice) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        String service = labels == null ? null : labels.get(SliceDecider.SERVICE_NAME);
        boolean ours =
                labels != null && SliceDecider.MANAGER.equals(labels.get(SliceDecider.MANAGED_BY));
        return ours && service != null
                ? List.of(new ObjectName(slice.getMetadata().getNamespace(), service))
                : List.of();
    }

    private static List<ObjectName> ofManaged(Endpoints endpoints, Informer<Service> services) {
        ObjectName key = key(endpoints);
        Service service = services.get(key.namespace(), key.name());
        return service == null || Backends.isManaged(service) ? List.of(key) : List.of();
    }

    /** Services that select the pod as it was or is, when something that endpoints show changed. */
    private static Trigger<Pod> pods(Informer<Service> services) {
        return (before, after, queue) -> {
            if (before != null && after != null && sameToServices(before, after)) {
                return;
            }
            Pod either = after == null ? Objects.requireNonNull(before) : after;
            for (Service service : services.list(either.getMetadata().getNamespace())) {
                if (Backends.isManaged(service)) {
                    LabelSelector selector = LabelSelector.ofMap(service.getSpec().getSelector());
                    if (selects(selector, before) || selects(selector, after)) {
                        queue.accept(key(service));
                    }
                }
            }
        };
    }

    private static boolean selects(LabelSelector selector, @Nullable Pod pod) {
        return pod != null && selector.matches(pod.getMetadata().getLabels());
    }

    private static boolean sameToServices(Pod a, Pod b) {
        return Objects.equals(a.getMetadata().getLabels(), b.getMetadata().getLabels())
                && Objects.equals(
                        a.getMetadata().getDeletionTimestamp(),
                        b.getMetadata().getDeletionTimestamp())
                && Objects.equals(a.getSpec().getNodeName(), b.getSpec().getNodeName())
                && dev.gantry.reconciler.pods.Pods.isReady(a)
                        == dev.gantry.reconciler.pods.Pods.isReady(b)
                && Backends.counts(a) == Backends.counts(b)
                && Objects.equals(ips(a), ips(b));
    }

    private static @Nullable Object ips(Pod pod) {
        return pod.getStatus() == null
                ? null
                : List.of(
                        pod.getStatus().getPodIPs(),
                        Objects.requireNonNullElse(pod.getStatus().getPodIP(), ""));
    }
}
