package dev.gantry.node.runtime;

import java.nio.file.Path;

/**
 * A file or directory of the host that a container sees.
 *
 * @param propagation {@code None}, {@code HostToContainer} or {@code Bidirectional}
 */
public record MountSpec(Path source, String target, boolean readOnly, String propagation) {

    public static MountSpec of(Path source, String target, boolean readOnly) {
        return new MountSpec(source, target, readOnly, "None");
    }
}
