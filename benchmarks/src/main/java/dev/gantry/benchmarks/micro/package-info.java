/**
 * Decisions and renderings by themselves, without network or disk. Reads made-up objects; writes
 * nothing.
 */
@NullMarked
package dev.gantry.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
