/** What the machine itself can do: its disk and its loopback, measured beside ours. */
@NullMarked
package dev.gantry.benchmarks.baseline;

import org.jspecify.annotations.NullMarked;
