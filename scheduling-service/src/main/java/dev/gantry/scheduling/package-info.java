/**
 * Binds pods to nodes. Reads Pods and Nodes from informers; writes bindings in bulk, the
 * PodScheduled condition and events. Kubernetes: "Kubernetes Scheduler".
 */
@NullMarked
package dev.gantry.scheduling;

import org.jspecify.annotations.NullMarked;
