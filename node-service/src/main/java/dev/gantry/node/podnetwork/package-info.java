/**
 * Pod addresses on one host: the cluster's bridge, each node's part of the range, who has which
 * address. Knows nothing of the engine; what is in use after a restart is told by whoever looked.
 */
@NullMarked
package dev.gantry.node.podnetwork;

import org.jspecify.annotations.NullMarked;
