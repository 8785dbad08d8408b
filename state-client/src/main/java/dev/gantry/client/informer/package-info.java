/**
 * Local, indexed copies of the cluster's objects, fed by the change log and, when that is silent,
 * by an ordinary watch. Never goes backwards; ends equal to the store.
 */
@NullMarked
package dev.gantry.client.informer;

import org.jspecify.annotations.NullMarked;
