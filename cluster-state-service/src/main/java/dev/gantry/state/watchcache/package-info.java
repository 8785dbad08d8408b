/**
 * The whole cluster in memory, fed in revision order: what reads, lists and watches are answered
 * from. Bodies are bytes; labels, selectable fields and owners are kept parsed.
 */
@NullMarked
package dev.gantry.state.watchcache;

import org.jspecify.annotations.NullMarked;
