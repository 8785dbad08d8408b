/** Devices that pods claim. Pure. */
@NullMarked
package dev.gantry.state.admission.kinds.device;

import org.jspecify.annotations.NullMarked;
