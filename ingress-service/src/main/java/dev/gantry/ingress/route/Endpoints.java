package dev.gantry.ingress.route;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which addresses serve a backend. Pure. */
public final class Endpoints {

    private Endpoints() {}

    /**
     * Ready endpoints of a Service's port; the terminating ones that still serve where none is
     * ready.
     *
     * @param slices those of the Service
     */
    public static Set<InetSocketAddress> of(
            Backend backend, @Nullable Service service, Collection<EndpointSlice> slices) {
        Optional<ServicePort> port = service == null ? Optional.empty() : port(backend, service);
        if (port.isEmpty()) {
            return Set.of();
        }
        String name = text(port.get().getName());
        Set<InetSocketAddress> ready = new LinkedHashSet<>();
        Set<InetSocketAddress> serving = new LinkedHashSet<>();
        for (EndpointSlice slice : slices) {
            for (EndpointPort candidate : slice.getPorts()) {
                if (text(candidate.getName()).equals(name) && candidate.getPort() != null) {
                    collect(slice, candidate.getPort(), ready, serving);
                }
            }
        }
        return ready.isEmpty() ? serving : ready;
    }

    private static Optional<ServicePort> port(Backend backend, Service service) {
        return service.getSpec().getPorts().stream()
                .filter(
                        p ->
                                backend.port().equals(p.getName())
                                        || backend.port().equals(String.valueOf(p.getPort()))
                                        || backend.port().isEmpty())
                .findFirst();
    }

    private static void collect(
            EndpointSlice slice,
            int port,
            Set<InetSocketAddress> ready,
            Set<InetSocketAddress> serving) {
        for (Endpoint endpoint : slice.getEndpoints()) {
            var conditions = endpoint.getConditions();
            InetSocketAddress address = new InetSocketAddress(endpoint.getAddresses().get(0), port);
            if (conditions == null || !Boolean.FALSE.equals(conditions.getReady())) {
                ready.add(address);
            } else if (Boolean.TRUE.equals(conditions.getServing())) {
                serving.add(address);
            }
        }
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
