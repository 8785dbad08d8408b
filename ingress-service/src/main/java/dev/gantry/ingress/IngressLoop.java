package dev.gantry.ingress;

import dev.gantry.client.informer.Informer;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.ingress.address.IngressStatus;
import dev.gantry.ingress.proxy.Routing;
import dev.gantry.ingress.route.Backend;
import dev.gantry.ingress.route.Endpoints;
import dev.gantry.ingress.route.Ours;
import dev.gantry.ingress.route.RouteTable;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Observes, computes the table, puts it into force; what comes within 20 ms is taken together. */
final class IngressLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IngressLoop.class);
    private static final Duration GATHER = Duration.ofMillis(20);
    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String SERVICE = "service";

    private final Informer<Ingress> ingresses;
    private final Informer<IngressClass> classes;
    private final Informer<Service> services;
    private final Informer<EndpointSlice> slices;
    private final Routing routing;
    private final IngressStatus status;
    private final BlockingQueue<Boolean> wake = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    private volatile boolean loaded;

    IngressLoop(InformerFactory informers, Routing routing, IngressStatus status) {
        this.ingresses = informers.informer("ingresses.networking.k8s.io", Ingress.class);
        this.classes = informers.informer("ingressclasses.networking.k8s.io", IngressClass.class);
        this.services = informers.informer("services", Service.class);
        this.slices =
                informers.informer(
                        "endpointslices.discovery.k8s.io",
                        EndpointSlice.class,
                        Map.of(SERVICE, IngressLoop::serviceOf));
        this.routing = routing;
        this.status = status;
        this.thread = Thread.ofPlatform().name("ingress-routes").daemon().unstarted(this::run);
    }

    private static List<String> serviceOf(EndpointSlice slice) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        String service = labels == null ? null : labels.get("kubernetes.io/service-name");
        return service == null
                ? List.of()
                : List.of(slice.getMetadata().getNamespace() + "/" + service);
    }

    void start() {
        ingresses.listen(new Wake<>());
        classes.listen(new Wake<>());
        services.listen(new Wake<>());
        slices.listen(new Wake<>());
        thread.start();
    }

    /** Whether a first table is in force. */
    boolean loaded() {
        return loaded;
    }

    private void run() {
        Duration pause = Duration.ZERO;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                wake.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
                TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
                wake.clear();
                pause = route();
            } catch (InterruptedException closed) {
                return;
            } catch (RuntimeException bug) {
                LOG.error("the routes could not be computed; the last ones stay", bug);
                pause = SOON;
            }
        }
    }

    private Duration route() {
        if (!ingresses.synced() || !classes.synced() || !services.synced() || !slices.synced()) {
            return GATHER;
        }
        List<Ingress> served = Ours.of(ingresses.list(), classes.list());
        RouteTable table = RouteTable.of(served);
        Map<Backend, Set<InetSocketAddress>> endpoints = new HashMap<>();
        for (Backend backend : table.backends()) {
            endpoints.put(backend, endpoints(backend));
        }
        routing.replace(table, endpoints);
        loaded = true;
        return status.ensureClass() & status.write(served) ? AGAIN : SOON;
    }

    private Set<InetSocketAddress> endpoints(Backend backend) {
        String key = backend.namespace() + "/" + backend.service();
        Service service = services.get(backend.namespace(), backend.service());
        return Endpoints.of(backend, service, slices.byIndex(SERVICE, key));
    }

    private final class Wake<T> implements Informer.Listener<T> {
        @Override
        public void added(T object) {
            wake.offer(true);
        }

        @Override
        public void changed(T before, T after) {
            wake.offer(true);
        }

        @Override
        public void removed(T last) {
            wake.offer(true);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
