/**
 * Tells how many pods of a PodDisruptionBudget may be disrupted.
 *
 * <p>Reads budgets, Pods and what owns them from informers; writes the budget's status. Behaviour:
 * Kubernetes documentation, "Disruptions" and "Specifying a Disruption Budget".
 */
@NullMarked
package dev.gantry.reconciler.disruption;

import org.jspecify.annotations.NullMarked;
