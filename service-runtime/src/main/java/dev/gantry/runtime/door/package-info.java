/**
 * The state service's door as a servlet, in front of any {@code StateDoor}: the gateway's listener
 * and the state service's own use the same one.
 */
@NullMarked
package dev.gantry.runtime.door;

import org.jspecify.annotations.NullMarked;
