/**
 * A Kafka broker inside this process: one node that is broker and controller, on loopback, for whom
 * has the password.
 *
 * <p>Reads and writes its data directory only. What it stores may be lost: PostgreSQL is the truth,
 * so a broken log is moved aside and begun anew.
 */
@NullMarked
package dev.gantry.backends.kafka;

import org.jspecify.annotations.NullMarked;
