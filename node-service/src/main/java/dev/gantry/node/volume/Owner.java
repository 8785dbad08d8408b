package dev.gantry.node.volume;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Gives a volume to the pod's {@code fsGroup}: the group owns it, may write, and what is made
 * inside belongs to the group too. Does nothing when the pod names none or this process may not.
 */
record Owner(@Nullable Long group) {

    static Owner of(Pod pod) {
        return new Owner(
                pod.getSpec().getSecurityContext() == null
                        ? null
                        : pod.getSpec().getSecurityContext().getFsGroup());
    }

    void own(Path path) throws IOException {
        if (group == null) {
            return;
        }
        Files.setAttribute(path, "unix:gid", group.intValue(), LinkOption.NOFOLLOW_LINKS);
        int more = Files.isDirectory(path) ? 02070 : 0040;
        Modes.set(path, Modes.get(path) | more);
    }
}
