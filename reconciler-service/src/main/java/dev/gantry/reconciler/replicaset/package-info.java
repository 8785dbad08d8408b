/**
 * Keeps a ReplicaSet, and a ReplicationController, at its replica count.
 *
 * <p>Reads ReplicaSets and Pods from informers; writes Pods in bulk and the set's status.
 * Behaviour: Kubernetes documentation, "ReplicaSet"; deletion order, section "Scaling a
 * ReplicaSet".
 */
@NullMarked
package dev.gantry.reconciler.replicaset;

import org.jspecify.annotations.NullMarked;
