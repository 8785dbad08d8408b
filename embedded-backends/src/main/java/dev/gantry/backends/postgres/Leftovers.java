package dev.gantry.backends.postgres;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a server has left whose launcher is gone: a process that still runs, files in another place
 * than was asked for. Nothing here may be called while a launcher lives.
 */
public final class Leftovers {

    private Leftovers() {}

    /**
     * Stops a server that its launcher, killed, has left running.
     *
     * @param dataDir as it was given to {@link EmbeddedPostgres#start}
     */
    public static void stop(Path dataDir) throws IOException {
        for (Path root : List.of(dataDir, Place.elsewhere(dataDir))) {
            if (Files.isDirectory(root)) {
                Orphan.stop(root.resolve("data"));
            }
        }
    }

    /**
     * Removes the files that are not under the directory asked for, because the server's user could
     * not enter it.
     */
    public static void removeElsewhere(Path dataDir) throws IOException {
        Path elsewhere = Place.elsewhere(dataDir);
        if (!Files.isDirectory(elsewhere)) {
            return;
        }
        Trees.delete(elsewhere);
        try {
            Files.deleteIfExists(elsewhere.getParent());
        } catch (DirectoryNotEmptyException othersUseIt) {
            return;
        }
    }
}
