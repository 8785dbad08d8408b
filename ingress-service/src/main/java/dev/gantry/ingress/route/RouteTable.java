package dev.gantry.ingress.route;

import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers which backend serves a host and a path. Immutable.
 *
 * <p>The most specific host wins: exact, then {@code *.example.org} for one label, then any. Within
 * a host an exact path wins, then the longest prefix by path elements; of equals, the one of the
 * oldest Ingress. What no path of the host takes goes to the default backend of the oldest Ingress
 * that has one. Cost: O(paths of the host).
 */
public final class RouteTable {

    public static final RouteTable EMPTY = new RouteTable(Map.of(), null);

    private static final String ANY = "";

    private final Map<String, List<PathRoute>> byHost;
    private final @Nullable Backend otherwise;

    private RouteTable(Map<String, List<PathRoute>> byHost, @Nullable Backend otherwise) {
        this.byHost = byHost;
        this.otherwise = otherwise;
    }

    private record PathRoute(String path, boolean exact, Backend backend) {
        boolean takes(String requested) {
            if (exact) {
                return requested.equals(path);
            }
            String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            return requested.equals(prefix) || requested.startsWith(prefix + "/");
        }
    }

    /** From the Ingresses that are ours, in any order. */
    public static RouteTable of(Collection<Ingress> ingresses) {
        List<Ingress> oldestFirst =
                ingresses.stream()
                        .sorted(
                                Comparator.comparing(RouteTable::created)
                                        .thenComparing(i -> i.getMetadata().getNamespace())
                                        .thenComparing(i -> i.getMetadata().getName()))
                        .toList();
        Map<String, List<PathRoute>> byHost = new HashMap<>();
        Backend otherwise = null;
        for (Ingress ingress : oldestFirst) {
            String namespace = ingress.getMetadata().getNamespace();
            for (IngressRule rule : ingress.getSpec().getRules()) {
                add(byHost, namespace, rule);
            }
            if (otherwise == null) {
                otherwise = backend(namespace, ingress.getSpec().getDefaultBackend()).orElse(null);
            }
        }
        Comparator<PathRoute> mostSpecificFirst =
                Comparator.comparing((PathRoute r) -> !r.exact())
                        .thenComparing(r -> -r.path().length());
        byHost.values().forEach(routes -> routes.sort(mostSpecificFirst));
        return new RouteTable(byHost, otherwise);
    }

    private static String created(Ingress ingress) {
        return Objects.requireNonNullElse(ingress.getMetadata().getCreationTimestamp(), "");
    }

    private static void add(
            Map<String, List<PathRoute>> byHost, String namespace, IngressRule rule) {
        if (rule.getHttp() == null) {
            return;
        }
        String host = Objects.requireNonNullElse(rule.getHost(), ANY).toLowerCase(Locale.ROOT);
        List<PathRoute> routes = byHost.computeIfAbsent(host, h -> new ArrayList<>());
        for (HTTPIngressPath path : rule.getHttp().getPaths()) {
            String wanted =
                    path.getPath() == null || path.getPath().isEmpty() ? "/" : path.getPath();
            backend(namespace, path.getBackend())
                    .ifPresent(
                            b ->
                                    routes.add(
                                            new PathRoute(
                                                    wanted,
                                                    "Exact".equals(path.getPathType()),
                                                    b)));
        }
    }

    /** Backends that are resources other than Services are not served. */
    private static Optional<Backend> backend(String namespace, @Nullable IngressBackend backend) {
        if (backend == null || backend.getService() == null) {
            return Optional.empty();
        }
        ServiceBackendPort port = backend.getService().getPort();
        String wanted =
                port == null
                        ? ""
                        : port.getName() != null && !port.getName().isEmpty()
                                ? port.getName()
                                : String.valueOf(port.getNumber());
        return Optional.of(new Backend(namespace, backend.getService().getName(), wanted));
    }

    /**
     * The backend of a request.
     *
     * @param host as the client sent it, without port
     * @param path decoded or not, without query
     */
    public Optional<Backend> route(String host, String path) {
        String wanted = host.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        String wildcard = dot < 0 ? null : "*" + wanted.substring(dot);
        for (String candidate : candidates(wanted, wildcard)) {
            for (PathRoute route : byHost.getOrDefault(candidate, List.of())) {
                if (route.takes(path)) {
                    return Optional.of(route.backend());
                }
            }
        }
        return Optional.ofNullable(otherwise);
    }

    private static List<String> candidates(String host, @Nullable String wildcard) {
        return wildcard == null ? List.of(host, ANY) : List.of(host, wildcard, ANY);
    }

    /** Every backend that some request may go to. */
    public Set<Backend> backends() {
        Set<Backend> all = new HashSet<>();
        byHost.values().forEach(routes -> routes.forEach(r -> all.add(r.backend())));
        if (otherwise != null) {
            all.add(otherwise);
        }
        return all;
    }
}
