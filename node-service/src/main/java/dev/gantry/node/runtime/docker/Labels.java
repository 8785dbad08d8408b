package dev.gantry.node.runtime.docker;

import dev.gantry.node.runtime.PodRef;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a container says whose it is. The {@code io.kubernetes} names are those that tools around
 * Docker already know from kubelet.
 */
final class Labels {

    static final String CLUSTER = "dev.gantry.cluster";
    static final String NODE = "dev.gantry.node";
    static final String ATTEMPT = "dev.gantry.attempt";
    static final String SANDBOX_ATTEMPT = "dev.gantry.sandbox-attempt";
    static final String IMAGE = "dev.gantry.image";
    static final String TYPE = "io.kubernetes.docker.type";
    static final String POD_NAME = "io.kubernetes.pod.name";
    static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
    static final String POD_UID = "io.kubernetes.pod.uid";
    static final String CONTAINER = "io.kubernetes.container.name";

    static final String SANDBOX = "podsandbox";
    private static final String APP = "container";
    private static final String SANDBOX_NAME = "POD";

    private final String clusterId;

    Labels(String clusterId) {
        this.clusterId = clusterId;
    }

    Map<String, String> ofSandbox(PodRef pod, int attempt) {
        return labels(pod, SANDBOX, SANDBOX_NAME, attempt, attempt);
    }

    Map<String, String> ofContainer(PodRef pod, String name, int attempt, int sandboxAttempt) {
        return labels(pod, APP, name, attempt, sandboxAttempt);
    }

    private Map<String, String> labels(
            PodRef pod, String type, String name, int attempt, int sandboxAttempt) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(CLUSTER, clusterId);
        all.put(NODE, pod.node());
        all.put(TYPE, type);
        all.put(POD_NAME, pod.name());
        all.put(POD_NAMESPACE, pod.namespace());
        all.put(POD_UID, pod.uid());
        all.put(CONTAINER, name);
        all.put(ATTEMPT, Integer.toString(attempt));
        all.put(SANDBOX_ATTEMPT, Integer.toString(sandboxAttempt));
        return all;
    }

    /** The engine's name of a sandbox; the same for the same attempt. */
    String nameOfSandbox(PodRef pod, int attempt) {
        return name(pod, SANDBOX_NAME, attempt);
    }

    String name(PodRef pod, String container, int attempt) {
        return String.join(
                "_",
                "gtr-" + clusterId,
                container,
                pod.name(),
                pod.namespace(),
                pod.uid(),
                Integer.toString(attempt));
    }

    static PodRef pod(Map<String, String> labels) {
        return new PodRef(
                labels.getOrDefault(NODE, ""),
                labels.getOrDefault(POD_NAMESPACE, ""),
                labels.getOrDefault(POD_NAME, ""),
                labels.getOrDefault(POD_UID, ""));
    }

    static boolean isSandbox(Map<String, String> labels) {
        return SANDBOX.equals(labels.get(TYPE));
    }

    static int number(Map<String, String> labels, String name) {
        return Integer.parseInt(labels.getOrDefault(name, "0"));
    }
}
