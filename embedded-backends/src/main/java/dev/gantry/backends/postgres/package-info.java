/**
 * PostgreSQL as a child process: unpacked from a jar, initialised once, started, watched, stopped.
 *
 * <p>Reads and writes one directory. Everything about it is as durable and as closed as a server
 * that an administrator set up: fsync on, passwords asked for, on the loopback address only.
 */
@NullMarked
package dev.gantry.backends.postgres;

import org.jspecify.annotations.NullMarked;
