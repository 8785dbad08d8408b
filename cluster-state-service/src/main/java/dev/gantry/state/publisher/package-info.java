/**
 * Tells every committed change to the change log, once, in revision order.
 *
 * <p>Reads the store; writes the change log and how far it was told. One replica publishes at a
 * time. When the log is away, writes go on and nothing is missed.
 */
@NullMarked
package dev.gantry.state.publisher;

import org.jspecify.annotations.NullMarked;
