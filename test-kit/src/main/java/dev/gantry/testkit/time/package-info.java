/** Time in tests: a clock that is moved by hand, and waiting for a condition with a deadline. */
@NullMarked
package dev.gantry.testkit.time;

import org.jspecify.annotations.NullMarked;
