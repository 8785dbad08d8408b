/**
 * Who controls what: owner references, adoption and release.
 *
 * <p>Pure. Behaviour: Kubernetes documentation, "Owners and Dependents" and "Labels and selectors"
 * of workloads.
 */
@NullMarked
package dev.gantry.reconciler.ownership;

import org.jspecify.annotations.NullMarked;
