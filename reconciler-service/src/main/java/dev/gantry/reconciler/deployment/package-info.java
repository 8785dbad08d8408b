/**
 * Rolls a Deployment's template out over ReplicaSets.
 *
 * <p>Reads Deployments, ReplicaSets and Pods from informers; writes ReplicaSets and the
 * Deployment's status and revision annotation. Behaviour: Kubernetes documentation, "Deployments".
 */
@NullMarked
package dev.gantry.reconciler.deployment;

import org.jspecify.annotations.NullMarked;
