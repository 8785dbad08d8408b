/**
 * The reconciler service: every controller, run by the one replica that leads.
 *
 * <p>Each package below is one controller; it reads informers and writes through the state
 * service's door, under the leader's fence.
 */
@NullMarked
package dev.gantry.reconciler;

import org.jspecify.annotations.NullMarked;
