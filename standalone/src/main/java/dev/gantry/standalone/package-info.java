/**
 * All services in one JVM, or the launcher of one of them: the only place that sees every service.
 *
 * <p>It starts what a cluster stands on (an embedded PostgreSQL and an embedded Kafka), gives the
 * services the door and the change log, and tells its progress in {@code run/progress}. It only
 * wires.
 */
@NullMarked
package dev.gantry.standalone;

import org.jspecify.annotations.NullMarked;
