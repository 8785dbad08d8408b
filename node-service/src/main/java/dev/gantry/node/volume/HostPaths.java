package dev.gantry.node.volume;

import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The checks of a hostPath volume's type. Kubernetes documentation, "hostPath volume types". */
final class HostPaths {

    private static final int TYPE_BITS = 0170000;
    private static final int SOCKET = 0140000;
    private static final int CHARACTERS = 0020000;
    private static final int BLOCKS = 0060000;

    private HostPaths() {}

    /**
     * Makes what the type says may be made.
     *
     * @throws VolumeException when the path is not what the type says
     */
    static void check(String volume, HostPathVolumeSource source) throws IOException {
        Path path = Path.of(source.getPath());
        String type = Objects.requireNonNullElse(source.getType(), "");
        boolean fine =
                switch (type) {
                    case "" -> prepare(path);
                    case "DirectoryOrCreate" -> {
                        if (!Files.exists(path)) {
                            Files.createDirectories(path);
                            Modes.set(path, 0755);
                        }
                        yield Files.isDirectory(path);
                    }
                    case "Directory" -> Files.isDirectory(path);
                    case "FileOrCreate" -> {
                        if (!Files.exists(path)) {
                            Files.createFile(path);
                            Modes.set(path, 0644);
                        }
                        yield Files.isRegularFile(path);
                    }
                    case "File" -> Files.isRegularFile(path);
                    case "Socket" -> is(path, SOCKET);
                    case "CharDevice" -> is(path, CHARACTERS);
                    case "BlockDevice" -> is(path, BLOCKS);
                    default -> false;
                };
        if (!fine) {
            throw VolumeException.setUp(
                    volume, "hostPath type check failed: " + path + " is not a " + words(type));
        }
    }

    /** Without a type a missing path becomes a directory, as Docker does. */
    private static boolean prepare(Path path) throws IOException {
        if (!Files.exists(path)) {
            Files.createDirectories(path);
        }
        return true;
    }

    private static boolean is(Path path, int type) throws IOException {
        return Files.exists(path)
                && ((Integer) Files.getAttribute(path, "unix:mode") & TYPE_BITS) == type;
    }

    private static String words(String type) {
        return switch (type) {
            case "Directory", "DirectoryOrCreate" -> "directory";
            case "File", "FileOrCreate" -> "file";
            case "Socket" -> "socket";
            case "CharDevice" -> "character device";
            case "BlockDevice" -> "block device";
            default -> "known type";
        };
    }
}
