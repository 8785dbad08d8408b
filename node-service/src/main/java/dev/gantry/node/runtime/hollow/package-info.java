/**
 * Containers that are only told of: a runtime in memory for nodes by the thousand in scale tests.
 * Its containers run as soon as they are started and end when asked to; nothing touches the host.
 */
@NullMarked
package dev.gantry.node.runtime.hollow;

import org.jspecify.annotations.NullMarked;
