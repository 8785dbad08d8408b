package dev.gantry.gateway.proxy;

import dev.gantry.client.door.PercentCoding;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path that a pod, a Service or a node answers.
 *
 * @param resource {@code pods}, {@code services} or {@code nodes}
 * @param name as in the path; for a proxy {@code [scheme:]name[:port]}
 * @param subresource {@code log}, {@code exec}, {@code attach}, {@code portforward}, {@code proxy}
 * @param rest raw path below {@code /proxy}, with its leading slash; empty when there is none
 */
record ProxyPath(String resource, String namespace, String name, String subresource, String rest) {

    private static final Pattern POD_STREAM =
            Pattern.compile(
                    "/api/v1/namespaces/([^/]+)/pods/([^/]+)/(log|exec|attach|portforward)/?");
    private static final Pattern PROXY =
            Pattern.compile(
                    "/api/v1/(?:namespaces/([^/]+)/(pods|services)|(nodes))/([^/]+)/proxy(/.*)?",
                    Pattern.DOTALL);
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /**
     * @param path raw
     */
    static Optional<ProxyPath> parse(String path) {
        Matcher stream = POD_STREAM.matcher(path);
        if (stream.matches()) {
            return Optional.of(
                    new ProxyPath(
                            "pods",
                            PercentCoding.decode(stream.group(1)),
                            PercentCoding.decode(stream.group(2)),
                            stream.group(3),
                            ""));
        }
        Matcher proxy = PROXY.matcher(path);
        if (!proxy.matches()) {
            return Optional.empty();
        }
        boolean node = proxy.group(3) != null;
        return Optional.of(
                new ProxyPath(
                        node ? "nodes" : proxy.group(2),
                        node ? "" : PercentCoding.decode(proxy.group(1)),
                        PercentCoding.decode(proxy.group(4)),
                        "proxy",
                        proxy.group(5) == null ? "" : proxy.group(5)));
    }

    /** {@code http} or {@code https}, empty when the name says neither. */
    String scheme() {
        String[] parts = name.split(":", -1);
        return parts.length > 1 && SCHEMES.contains(parts[0])
                        || parts.length == 3 && parts[0].isEmpty()
                ? parts[0]
                : "";
    }

    /** The object's name alone. */
    String target() {
        String[] parts = name.split(":", -1);
        return parts.length == 3 || !scheme().isEmpty() ? parts[1] : parts[0];
    }

    /** Port number or name, empty when the name says none. */
    String port() {
        String[] parts = name.split(":", -1);
        if (parts.length == 3) {
            return parts[2];
        }
        return parts.length == 2 && scheme().isEmpty() ? parts[1] : "";
    }
}
