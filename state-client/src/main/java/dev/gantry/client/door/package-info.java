/**
 * The one door to the state service, whatever the transport. Only bytes cross it.
 *
 * <p>{@code LocalStateDoor} calls the service on the caller's virtual thread; {@code HttpStateDoor}
 * speaks HTTP over mutual TLS. One contract test holds both.
 */
@NullMarked
package dev.gantry.client.door;

import org.jspecify.annotations.NullMarked;
