package dev.gantry.node.statistics;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a pod uses, at one moment.
 *
 * @param sandbox what holds its network, null while that does not run
 * @param traffic of its own network; none on the host's
 */
record PodUse(
        Pod pod,
        Instant at,
        @Nullable SandboxUse sandbox,
        List<ContainerUse> containers,
        List<Traffic> traffic,
        List<VolumeUse> volumes) {

    record SandboxUse(String id, Instant createdAt, Usage usage, long nanoCores) {}

    /**
     * @param claim that the volume comes from, empty for none
     * @param size of its files, null when the file system's own numbers are meant
     */
    record VolumeUse(
            String name, String claim, Directories.Space space, Directories.@Nullable Size size) {

        long usedBytes() {
            return space.usedBytes(size);
        }
    }

    /** The sandbox counts with its containers. */
    long sum(ToLongFunction<Usage> what) {
        long own = sandbox == null ? 0 : what.applyAsLong(sandbox.usage());
        return own + containers.stream().mapToLong(c -> what.applyAsLong(c.usage())).sum();
    }

    long nanoCores() {
        long own = sandbox == null ? 0 : sandbox.nanoCores();
        return own + containers.stream().mapToLong(ContainerUse::nanoCores).sum();
    }

    String namespace() {
        return pod.getMetadata().getNamespace();
    }

    String name() {
        return pod.getMetadata().getName();
    }
}
