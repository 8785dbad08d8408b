package dev.gantry.node.statistics;

import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.Footprint;

/**
 * What one running container uses.
 *
 * @param nanoCores CPU of late, nanoseconds a second
 * @param layer what it wrote outside of its volumes
 */
record ContainerUse(
        ContainerState state,
        Usage usage,
        long nanoCores,
        Footprint footprint,
        Directories.Size layer,
        Directories.Size log) {}
