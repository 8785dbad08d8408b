package dev.gantry.backends.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * Where the server's files are. Normally the directory asked for; when the server runs as another
 * user who may not enter it (a clone below {@code /root}), a directory of {@code /var/lib/gantry}
 * named by a checksum of the path asked for, so that the next start finds it again.
 *
 * @param root holds {@code data/}, {@code password}, {@code port}
 */
record Place(Path root, Path binaries) {

    static Place of(Path dataDir, PostgresSettings settings, Account account) throws IOException {
        Path asked = dataDir.toAbsolutePath().normalize();
        Path binaries = settings.binaries().toAbsolutePath().normalize();
        if (!(account instanceof Account.Unprivileged user)) {
            return new Place(created(asked), binaries);
        }
        Path other = elsewhere(asked);
        Path root = Files.createDirectories(entered(asked) ? asked : other);
        chown(root, user);
        return new Place(root, entered(binaries) ? binaries : other.resolve("bin"));
    }

    /** Where the files are when the server's user may not enter the directory asked for. */
    static Path elsewhere(Path asked) {
        Path whole = asked.toAbsolutePath().normalize();
        return Path.of("/var/lib/gantry").resolve(checksum(whole));
    }

    Path data() {
        return root.resolve("data");
    }

    Path password() {
        return root.resolve("password");
    }

    Path port() {
        return root.resolve("port");
    }

    Path launcherLock() {
        return root.resolve("launcher.lock");
    }

    private static Path created(Path directory) throws IOException {
        return Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Whether anybody may pass every directory on the way that exists. */
    static boolean entered(Path path) throws IOException {
        for (Path p = path.getParent(); p != null; p = p.getParent()) {
            if (Files.exists(p)
                    && !Files.getPosixFilePermissions(p)
                            .contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    static void chown(Path path, Account account) throws IOException {
        if (account instanceof Account.Unprivileged user) {
            Files.setAttribute(path, "unix:uid", user.uid());
            Files.setAttribute(path, "unix:gid", user.gid());
        }
    }

    private static String checksum(Path path) {
        CRC32 crc = new CRC32();
        crc.update(path.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
