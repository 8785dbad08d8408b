/** Jobs and what starts them by the clock. Pure. */
@NullMarked
package dev.gantry.state.admission.kinds.batch;

import org.jspecify.annotations.NullMarked;
