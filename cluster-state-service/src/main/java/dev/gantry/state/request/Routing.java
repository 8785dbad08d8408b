package dev.gantry.state.request;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.PercentCoding;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.served.ServedTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Understands paths. Kubernetes: "API Concepts", "Resource URIs". O(segments).
 *
 * <pre>
 * /api/v1/[watch/][namespaces/NS/]RESOURCE[/NAME[/SUBRESOURCE]]
 * /apis/GROUP/VERSION/[watch/][namespaces/NS/]RESOURCE[/NAME[/SUBRESOURCE]]
 * </pre>
 */
final class Routing {

    private final ServedTypes types;

    Routing(ServedTypes types) {
        this.types = types;
    }

    /**
     * @throws dev.gantry.api.status.ApiException 400 for a broken escape or a name that is none
     */
    Route resolve(String rawPath) {
        List<String> segments = segments(rawPath);
        String root = segments.isEmpty() ? "" : segments.get(0);
        int prefix =
                switch (root) {
                    case "api" -> 2;
                    case "apis" -> 3;
                    default -> 0;
                };
        if (prefix == 0) {
            return new Route.Other(segments);
        }
        if (segments.size() <= prefix) {
            return new Route.Discovery(segments);
        }
        String group = prefix == 2 ? "" : segments.get(1);
        String version = segments.get(prefix - 1);
        return resource(group, version, segments.subList(prefix, segments.size()));
    }

    private Route resource(String group, String version, List<String> path) {
        boolean watch = path.get(0).equals("watch") && path.size() > 1;
        List<String> rest = watch ? path.subList(1, path.size()) : path;
        String namespace = "";
        boolean inNamespace = rest.get(0).equals("namespaces") && rest.size() > 2;
        if (inNamespace && !isSubresourceOfNamespace(group, rest)) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        String resource = rest.get(0);
        String name = rest.size() > 1 ? rest.get(1) : "";
        String subresource = rest.size() > 2 ? rest.get(2) : "";
        Route unknown = new Route.UnknownResource(group, version, resource, namespace, name);
        Optional<ResourceType> found = types.find(group, version, resource);
        if (found.isEmpty()) {
            return unknown;
        }
        ResourceType type = found.get();
        boolean proxied = subresource.equals("proxy");
        boolean named = !name.isEmpty();
        if (rest.size() > 3 && !proxied) {
            return unknown;
        }
        if (type.namespaced() ? named && namespace.isEmpty() : !namespace.isEmpty()) {
            return unknown;
        }
        if (!subresource.isEmpty()
                && type.subresources().stream().noneMatch(s -> s.name().equals(subresource))) {
            if (types.custom(type).isPresent()) {
                throw ApiError.notFound(group, resource, name).exception();
            }
            return unknown;
        }
        if (name.equals(".") || name.equals("..")) {
            throw ApiError.badRequest(
                            "invalid resource name \"%s\": [may not be '%s']".formatted(name, name))
                    .exception();
        }
        return new Route.Resource(new Target(type, namespace, name, subresource, watch));
    }

    /** {@code namespaces/NS/finalize} and {@code namespaces/NS/status}. */
    private static boolean isSubresourceOfNamespace(String group, List<String> rest) {
        return group.isEmpty()
                && rest.size() == 3
                && (rest.get(2).equals("finalize") || rest.get(2).equals("status"));
    }

    private static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.split("/")) {
            if (!raw.isEmpty()) {
                segments.add(raw.indexOf('%') < 0 ? raw : decode(raw));
            }
        }
        return segments;
    }

    private static String decode(String raw) {
        try {
            String decoded = PercentCoding.decode(raw);
            if (decoded.indexOf('/') >= 0) {
                throw ApiError.pathNotFound().exception();
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest("invalid URL escape \"" + raw + "\"").exception();
        }
    }
}
