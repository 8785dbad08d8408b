/**
 * Recounts what a namespace uses of its quotas.
 *
 * <p>Admission counts what is created; this counts again from consistent lists when something is
 * deleted or finished, when a quota changes, and every few minutes. Reads ResourceQuotas, and what
 * they count, by consistent lists; writes the quota's status at exactly the revision it was read
 * at, so that nothing admitted in between is lost. Behaviour: Kubernetes documentation, "Resource
 * Quotas".
 */
@NullMarked
package dev.gantry.reconciler.resourcequota;

import org.jspecify.annotations.NullMarked;
