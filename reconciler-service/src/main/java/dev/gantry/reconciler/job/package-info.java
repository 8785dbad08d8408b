/**
 * Runs a Job's pods to completion and counts each exactly once.
 *
 * <p>Reads Jobs and Pods from informers; writes Pods and the Job's status. A finished pod is
 * counted in one atomic group with the removal of its tracking finalizer, so no crash can lose or
 * double it. Behaviour: Kubernetes documentation, "Jobs".
 */
@NullMarked
package dev.gantry.reconciler.job;

import org.jspecify.annotations.NullMarked;
