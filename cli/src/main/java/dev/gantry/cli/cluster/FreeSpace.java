package dev.gantry.cli.cluster;

import dev.gantry.cli.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a data directory's file system has room for a cluster. */
public final class FreeSpace {

    /** What images, data and logs of a small cluster want. */
    private static final long WANTED_BYTES = 4L << 30;

    /** The database, its log and the broker's first segments do not fit into less. */
    private static final long LEAST_BYTES = 512L << 20;

    private FreeSpace() {}

    /** Of the nearest directory that exists. */
    public static long bytesAt(Path directory) {
        Path at = directory.toAbsolutePath();
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        return at == null ? 0 : at.toFile().getUsableSpace();
    }

    /**
     * What to tell before a start.
     *
     * @return empty when there is plenty
     * @throws Refusal when a new cluster would not come up
     */
    public static Optional<String> complaint(DataDirectory data) {
        return complaint(bytesAt(data.root()), data.root(), !Files.exists(data.clusterId()));
    }

    /**
     * As {@link #complaint(DataDirectory)}, of what was found out before. Pure.
     *
     * @param first whether the cluster is a new one
     */
    public static Optional<String> complaint(long free, Path at, boolean first) {
        String found = shown(free, at);
        if (first && free < LEAST_BYTES) {
            throw new Refusal(
                    2, found + ": a cluster needs 0.6 GB; make room or choose another --data");
        }
        return free < WANTED_BYTES
                ? Optional.of(found + "; images and data want 4 GB")
                : Optional.empty();
    }

    public static String shown(long free, Path at) {
        return "%.1f GB free at %s".formatted(free / 1e9, at);
    }
}
