package dev.gantry.client.door;

import java.util.List;
import java.util.Map;

/** Who asks: an authenticated identity. */
public record Caller(
        String user, String uid, List<String> groups, Map<String, List<String>> extra) {

    /** One of Gantry's own services, for example {@code system:gantry:scheduler}. */
    public static Caller service(String name) {
        return new Caller(
                "system:gantry:" + name,
                "",
                List.of("system:gantry:services", "system:authenticated"),
                java.util.Map.of());
    }

    /** The node agent of one node. Kubernetes: "Using Node Authorization". */
    public static Caller node(String node) {
        return new Caller(
                "system:node:" + node,
                "",
                List.of("system:nodes", "system:authenticated"),
                Map.of());
    }
}
