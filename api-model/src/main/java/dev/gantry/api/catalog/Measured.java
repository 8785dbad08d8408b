package dev.gantry.api.catalog;

import java.util.List;
import java.util.Set;

/**
 * What is measured and not stored: {@code metrics.k8s.io}. A Kubernetes server has it only beside a
 * metrics server; the gateway answers it here.
 */
public final class Measured {

    public static final String GROUP = "metrics.k8s.io";
    public static final String VERSION = "v1beta1";

    /** In the order of discovery. */
    public static final List<ResourceType> TYPES =
            List.of(type("nodes", "NodeMetrics", false), type("pods", "PodMetrics", true));

    private Measured() {}

    private static ResourceType type(String resource, String kind, boolean namespaced) {
        return new ResourceType(
                GROUP,
                VERSION,
                resource,
                kind,
                "",
                namespaced,
                Set.of("get", "list"),
                List.of(),
                List.of(),
                List.of(),
                true);
    }
}
