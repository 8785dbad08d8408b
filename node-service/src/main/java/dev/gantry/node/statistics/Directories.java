package dev.gantry.node.statistics;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How much lies in directories. A size is kept for a minute, since finding it out reads every name
 * below; what is not readable counts as nothing. Safe for concurrent use.
 */
final class Directories {

    private static final Duration KEPT = Duration.ofMinutes(1);

    record Size(long bytes, long files) {
        static final Size NONE = new Size(0, 0);
    }

    /** Of the file system that a directory lies on. */
    record Space(long capacityBytes, long freeBytes, long availableBytes) {
        static final Space UNKNOWN = new Space(0, 0, 0);

        /** By the files of that size; by everybody where it is null. */
        long usedBytes(@Nullable Size size) {
            return size == null ? capacityBytes - freeBytes : size.bytes();
        }
    }

    private record Measured(Instant at, Size size) {}

    private final Map<Path, Measured> known = new ConcurrentHashMap<>();

    Size size(@Nullable Path directory, Instant now) {
        if (directory == null) {
            return Size.NONE;
        }
        Measured before = known.get(directory);
        if (before != null && Duration.between(before.at(), now).compareTo(KEPT) < 0) {
            return before.size();
        }
        Size size = measure(directory);
        known.put(directory, new Measured(now, size));
        return size;
    }

    /** Forgets all but these. */
    void retain(Set<Path> directories) {
        known.keySet().retainAll(directories);
    }

    private static Size measure(Path directory) {
        Counting counting = new Counting();
        try {
            Files.walkFileTree(directory, counting);
        } catch (IOException unreadable) {
            // what was counted so far counts
        }
        return new Size(counting.bytes, counting.files);
    }

    private static final class Counting extends SimpleFileVisitor<Path> {
        private long bytes;
        private long files;

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            files++;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            files++;
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }

    static Space space(Path path) {
        try {
            FileStore store = Files.getFileStore(path);
            return new Space(
                    store.getTotalSpace(), store.getUnallocatedSpace(), store.getUsableSpace());
        } catch (IOException gone) {
            return Space.UNKNOWN;
        }
    }
}
