/**
 * Closed loops of clients, and what came out: figures, and rows that put a figure beside its
 * baseline. Reads the clock and nothing else.
 */
@NullMarked
package dev.gantry.benchmarks.load;

import org.jspecify.annotations.NullMarked;
