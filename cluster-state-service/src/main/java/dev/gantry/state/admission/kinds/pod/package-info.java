/**
 * Pods and pod templates: their defaults, and the rules of everything that a pod's spec may hold.
 * Used by every kind that carries a template. Pure.
 */
@NullMarked
package dev.gantry.state.admission.kinds.pod;

import org.jspecify.annotations.NullMarked;
