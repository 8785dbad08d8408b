/** A whole state service in memory, for tests that go through the door. */
@NullMarked
package dev.gantry.state.memory;

import org.jspecify.annotations.NullMarked;
