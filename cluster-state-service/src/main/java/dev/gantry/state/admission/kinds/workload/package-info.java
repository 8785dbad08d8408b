/** Controllers of pods that run for ever: deployments, sets and their revisions. Pure. */
@NullMarked
package dev.gantry.state.admission.kinds.workload;

import org.jspecify.annotations.NullMarked;
