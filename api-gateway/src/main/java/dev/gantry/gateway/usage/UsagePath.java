package dev.gantry.gateway.usage;

import dev.gantry.access.Attributes;
import dev.gantry.api.catalog.Measured;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.PercentCoding;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of {@code metrics.k8s.io} is asked for.
 *
 * @param resource {@code nodes} or {@code pods}
 * @param namespace empty for all and for nodes
 * @param name empty for a list
 */
record UsagePath(String resource, String namespace, String name) {

    private static final Pattern PATH =
            Pattern.compile(
                    "/apis/metrics\\.k8s\\.io/v1beta1/(?:(nodes)(?:/([^/]+))?|(pods)"
                            + "|namespaces/([^/]+)/(pods)(?:/([^/]+))?)/?");

    static Optional<UsagePath> parse(String raw) {
        Matcher path = PATH.matcher(raw);
        if (!path.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                path.group(1) != null
                        ? new UsagePath("nodes", "", decoded(path.group(2)))
                        : new UsagePath("pods", decoded(path.group(4)), decoded(path.group(6))));
    }

    private static String decoded(String part) {
        return part == null ? "" : PercentCoding.decode(part);
    }

    Attributes asked(Caller caller) {
        return Attributes.resource(
                caller,
                name.isEmpty() ? "list" : "get",
                Measured.GROUP,
                resource,
                "",
                namespace,
                name);
    }
}
