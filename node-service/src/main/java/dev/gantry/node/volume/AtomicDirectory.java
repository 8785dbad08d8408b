package dev.gantry.node.volume;

import dev.gantry.node.volume.FileSet.FileContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory whose files change all at once: {@code name -> ..data/name}, {@code ..data -> a
 * time-stamped directory}, and an update renames a new link over {@code ..data}.
 */
final class AtomicDirectory {

    private static final String DATA = "..data";

    private final Path directory;
    private final Owner owner;

    AtomicDirectory(Path directory, Owner owner) {
        this.directory = directory;
        this.owner = owner;
    }

    /**
     * Brings the directory to these files; nothing is touched when it holds them already.
     *
     * @param stamp names the new generation, unlike any before
     */
    void write(FileSet set, String stamp) {
        try {
            Files.createDirectories(directory);
            owner.own(directory);
            if (current() != null && set.files().equals(present())) {
                return;
            }
            Path next = directory.resolve(".." + stamp);
            fill(next, set);
            Path old = current();
            swap(next);
            links(set);
            if (old != null && !old.equals(next)) {
                delete(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(Path next, FileSet set) throws IOException {
        Files.createDirectories(next);
        Modes.set(next, 0755);
        owner.own(next);
        for (Map.Entry<String, FileContent> file : set.files().entrySet()) {
            Path target = inside(next, file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue().bytes());
            Modes.set(target, file.getValue().mode());
            owner.own(target);
        }
    }

    private static Path inside(Path root, String relative) throws IOException {
        Path path = root.resolve(relative).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("the path " + relative + " leads out of the volume");
        }
        return path;
    }

    private @Nullable Path current() throws IOException {
        Path link = directory.resolve(DATA);
        return Files.isSymbolicLink(link) ? directory.resolve(Files.readSymbolicLink(link)) : null;
    }

    private Map<String, FileContent> present() throws IOException {
        Path data = current();
        Map<String, FileContent> files = new HashMap<>();
        if (data == null || !Files.isDirectory(data)) {
            return files;
        }
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        data.relativize(file).toString(),
                        new FileContent(Files.readAllBytes(file), Modes.get(file)));
            }
        }
        return files;
    }

    private void swap(Path next) throws IOException {
        Path link = directory.resolve("..data_tmp");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, next.getFileName());
        Files.move(link, directory.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
    }

    /** One link for each first name; links to what is gone are removed. */
    private void links(FileSet set) throws IOException {
        Set<String> names =
                set.files().keySet().stream()
                        .map(p -> Path.of(p).getName(0).toString())
                        .collect(Collectors.toSet());
        for (String name : names) {
            Path link = directory.resolve(name);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of(DATA, name));
            }
        }
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> stale =
                    all.filter(Files::isSymbolicLink)
                            .filter(l -> !l.getFileName().toString().startsWith(".."))
                            .filter(l -> !names.contains(l.getFileName().toString()))
                            .toList();
            for (Path link : stale) {
                Files.delete(link);
            }
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
