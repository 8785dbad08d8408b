/**
 * Pods beside plain containers of the same engine. Runs {@code docker} as a user would, and asks
 * the API for pods of the same image and command.
 */
@NullMarked
package dev.gantry.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
