/**
 * Removes pods that nobody else will: of nodes that are gone, going but never assigned, and the
 * oldest finished ones above a limit.
 *
 * <p>Reads Pods and Nodes from informers; confirms by a consistent read that a node is gone;
 * deletes pods at once. Behaviour: Kubernetes documentation, "Pod Lifecycle", section "Garbage
 * collection of Pods".
 */
@NullMarked
package dev.gantry.reconciler.podgc;

import org.jspecify.annotations.NullMarked;
