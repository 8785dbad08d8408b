/** Volumes, claims, classes and what storage drivers publish. Pure. */
@NullMarked
package dev.gantry.state.admission.kinds.storage;

import org.jspecify.annotations.NullMarked;
