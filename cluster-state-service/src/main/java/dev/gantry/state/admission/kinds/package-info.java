/** The rules of kinds, one class each, grouped by what the kinds are about. Pure. */
@NullMarked
package dev.gantry.state.admission.kinds;

import org.jspecify.annotations.NullMarked;
