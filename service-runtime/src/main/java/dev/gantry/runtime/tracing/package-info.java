/**
 * Traces: what one change set off, from the request to the container's start. Steps are Micrometer
 * Tracing spans in W3C trace context; the last ones are kept in memory and can be asked for by the
 * object that they are about.
 */
@NullMarked
package dev.gantry.runtime.tracing;

import org.jspecify.annotations.NullMarked;
