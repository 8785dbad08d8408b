/**
 * What the API serves, and how it tells: the legacy and the aggregated discovery documents, built
 * from the catalog. Reads types; writes nothing.
 */
@NullMarked
package dev.gantry.state.discovery;

import org.jspecify.annotations.NullMarked;
