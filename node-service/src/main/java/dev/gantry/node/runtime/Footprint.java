package dev.gantry.node.runtime;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a running container or sandbox is found on this host.
 *
 * @param pid its first process
 * @param layer what it writes outside of its volumes, null when that is not a directory
 * @param log its log, rotated ones beside it; null when there is none
 */
public record Footprint(long pid, @Nullable Path layer, @Nullable Path log) {}
