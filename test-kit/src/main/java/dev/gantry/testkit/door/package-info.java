/** What every {@code StateDoor} keeps, and a reply that a test can look at. */
@NullMarked
package dev.gantry.testkit.door;

import org.jspecify.annotations.NullMarked;
