/** The change log in memory, for tests: same contract, and faults on demand. */
@NullMarked
package dev.gantry.events.memory;

import org.jspecify.annotations.NullMarked;
