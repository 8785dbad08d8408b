package dev.gantry.scheduling.framework;

/** Changes after which a pod that fitted nowhere may fit. */
public enum ClusterEvent {
    NODE_ADDED,
    NODE_ALLOCATABLE_GREW,
    NODE_LABELS_CHANGED,
    NODE_TAINTS_CHANGED,
    POD_PLACED,
    POD_REMOVED
}
