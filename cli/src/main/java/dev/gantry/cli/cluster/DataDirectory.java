package dev.gantry.cli.cluster;

import dev.gantry.cli.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a cluster keeps everything: {@code .gantry/} unless {@code --data} says otherwise. */
public record DataDirectory(Path root) {

    public Path log(String name) {
        return root.resolve("log").resolve(name);
    }

    public Path run(String name) {
        return root.resolve("run").resolve(name);
    }

    /** Written by the cluster at its first start; 8 hex digits. */
    public Path clusterId() {
        return root.resolve("cluster-id");
    }

    public Path kubeconfig() {
        return root.resolve("kubeconfig");
    }

    /**
     * Creates what is missing. Others may pass through the directory, because an unprivileged user
     * may have to run the database in it, but they can read neither pods' files nor logs.
     */
    public DataDirectory prepare() {
        try {
            Files.createDirectories(
                    root,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx--x--x")));
            Files.createDirectories(root.resolve("run"));
            for (String ownersOnly : List.of("log", "node", "kafka")) {
                Files.createDirectories(
                        root.resolve(ownersOnly),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            return this;
        } catch (IOException e) {
            throw new Refusal(
                    2, "cannot write to the data directory " + root + ": " + e.getMessage());
        }
    }

    /**
     * Removes the whole directory, if it is a cluster's.
     *
     * @return false when there is none
     */
    public boolean purge() {
        if (!Files.exists(root)) {
            return false;
        }
        if (!Files.exists(clusterId()) && !Files.exists(root.resolve("run"))) {
            throw new Refusal(
                    2, root + " is not a cluster's data directory (it has no cluster-id); kept");
        }
        try (Stream<Path> found = Files.walk(root)) {
            List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
            return true;
        } catch (AccessDeniedException | DirectoryNotEmptyException e) {
            throw new Refusal(
                    1,
                    "not all of %s could be removed: %s is another user's, written by a container; as root: rm -rf %s"
                            .formatted(root, e.getFile(), root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As short as it can be told from here. */
    public String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
