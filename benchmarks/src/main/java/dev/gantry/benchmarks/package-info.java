/**
 * Measurements through public doors: the API by its wire, the engine by its command, and a few
 * decisions by themselves. Each figure stands beside a baseline of the same run.
 */
@NullMarked
package dev.gantry.benchmarks;

import org.jspecify.annotations.NullMarked;
