/** Priorities, disruption budgets, runtimes, leases, autoscalers and fairness. Pure. */
@NullMarked
package dev.gantry.state.admission.kinds.policy;

import org.jspecify.annotations.NullMarked;
