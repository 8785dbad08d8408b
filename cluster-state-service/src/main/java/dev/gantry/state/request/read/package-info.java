/**
 * Gets, lists and watches: answered from the watch cache at the revision the caller may expect,
 * streamed from stored bytes.
 */
@NullMarked
package dev.gantry.state.request.read;

import org.jspecify.annotations.NullMarked;
