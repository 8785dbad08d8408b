/**
 * Ends Events whose time is over, as watchers are told of any other deletion. Reads the watch
 * cache; writes to the store.
 */
@NullMarked
package dev.gantry.state.expiry;

import org.jspecify.annotations.NullMarked;
