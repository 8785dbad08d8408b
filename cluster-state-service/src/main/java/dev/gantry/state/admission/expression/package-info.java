/** CEL expressions in documents: whether they make sense where they stand. */
@NullMarked
package dev.gantry.state.admission.expression;

import org.jspecify.annotations.NullMarked;
