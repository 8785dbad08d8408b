/** Tells the decisions to the state service, many at a time. */
@NullMarked
package dev.gantry.scheduling.binding;

import org.jspecify.annotations.NullMarked;
