/**
 * The store as the rest of the service sees it: atomic groups of writes under one gap-free
 * revision.
 *
 * <p>Implemented on PostgreSQL in {@code persistence.store} and in memory for tests; one contract
 * test holds both.
 */
@NullMarked
package dev.gantry.state.store;

import org.jspecify.annotations.NullMarked;
