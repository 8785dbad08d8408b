/**
 * Notices nodes that have fallen silent, taints them, and evicts the pods that do not tolerate it.
 *
 * <p>Reads Nodes, their Leases and Pods from informers; writes Node conditions and taints, pod
 * readiness and deletions. A silence counts only while the feed of Leases is proven fresh: after
 * any gap a full grace period starts again, and all nodes silent at once means that it is not the
 * nodes. Behaviour: Kubernetes documentation, "Nodes" and "Taints and Tolerations".
 */
@NullMarked
package dev.gantry.reconciler.nodelifecycle;

import org.jspecify.annotations.NullMarked;
