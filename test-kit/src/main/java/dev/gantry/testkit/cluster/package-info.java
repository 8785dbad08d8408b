/**
 * A cluster's state in memory: enough of the API to test controllers, schedulers and nodes without
 * a service. Bound to the real client by the door's contract test where both can be asked the same.
 */
@NullMarked
package dev.gantry.testkit.cluster;

import org.jspecify.annotations.NullMarked;
