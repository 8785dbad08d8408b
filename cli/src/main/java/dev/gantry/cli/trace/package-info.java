/**
 * The way of a change through the services: collects the steps that each service remembers and puts
 * them into one picture. Reads {@code /debug/traces} of the running services; writes nothing.
 */
@NullMarked
package dev.gantry.cli.trace;

import org.jspecify.annotations.NullMarked;
