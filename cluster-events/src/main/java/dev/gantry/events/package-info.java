/**
 * The stream of changes: what happened to every object, in revision order per kind.
 *
 * <p>PostgreSQL is the truth; the log carries it. Written by the state service's publisher only,
 * read by informers.
 */
@NullMarked
package dev.gantry.events;

import org.jspecify.annotations.NullMarked;
