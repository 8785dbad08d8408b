/**
 * The life of a pod on a node.
 *
 * <p>{@code PodDecider} and {@code PodStatuses} are pure: from the pod's spec, what the runtime
 * holds, what probes found and the time, they say what to do next and what to report. {@code
 * PodWorker} is the one thread of a pod: it observes, decides, and starts what takes long beside
 * itself. Reads pods from an informer and the runtime's events; writes pod status and events.
 * Behaviour: Kubernetes documentation, "Pod Lifecycle", "Init Containers", "Sidecar Containers".
 */
@NullMarked
package dev.gantry.node.pod;

import org.jspecify.annotations.NullMarked;
