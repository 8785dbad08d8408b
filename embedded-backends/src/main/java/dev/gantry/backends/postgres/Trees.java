package dev.gantry.backends.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Directory trees. */
final class Trees {

    private Trees() {}

    /** Removes a directory and what is below it; links are removed, not followed. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** Removes what an interrupted start left: entries of a directory that begin so. */
    static void deleteBeginning(Path directory, String prefix) throws IOException {
        List<Path> left;
        try (var entries = Files.list(directory)) {
            left = entries.filter(p -> p.getFileName().toString().startsWith(prefix)).toList();
        }
        for (Path path : left) {
            delete(path);
        }
    }
}
