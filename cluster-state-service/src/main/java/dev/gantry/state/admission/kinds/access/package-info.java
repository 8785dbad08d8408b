/** Roles, bindings and certificate requests: who may do what. Pure. */
@NullMarked
package dev.gantry.state.admission.kinds.access;

import org.jspecify.annotations.NullMarked;
