package dev.gantry.state.request;

import dev.gantry.state.request.exchange.Target;
import java.util.List;

/** What a path leads to. */
sealed interface Route {

    /** A collection, an object or a subresource of a known type. */
    record Resource(Target target) implements Route {}

    /**
     * Below {@code /api} or {@code /apis}, but no resource: discovery, or nothing.
     *
     * @param segments decoded, without empty ones
     */
    record Discovery(List<String> segments) implements Route {}

    /** Looks like a resource of a group-version, but there is no such type. */
    record UnknownResource(
            String group, String version, String resource, String namespace, String name)
            implements Route {}

    /** Anything else: {@code /version}, {@code /openapi/v3}, {@code /internal/writes}. */
    record Other(List<String> segments) implements Route {}
}
