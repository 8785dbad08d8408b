/**
 * What a placement is decided on: nodes with what is left on them, and pods reduced to what matters
 * for placing them. Updated change by change, never rebuilt.
 */
@NullMarked
package dev.gantry.scheduling.cluster;

import org.jspecify.annotations.NullMarked;
