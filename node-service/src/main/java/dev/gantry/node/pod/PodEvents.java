package dev.gantry.node.pod;

import io.fabric8.kubernetes.api.model.Pod;

/** Where a pod's events go. Never blocks. */
public interface PodEvents {

    /**
     * @param container the name of the container it is about, empty for the pod itself
     */
    void normal(Pod pod, String container, String reason, String message);

    /**
     * @param container the name of the container it is about, empty for the pod itself
     */
    void warning(Pod pod, String container, String reason, String message);
}
