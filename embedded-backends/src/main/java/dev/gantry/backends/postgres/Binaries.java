package dev.gantry.backends.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The server's program, unpacked once for each version into a directory that is either whole or not
 * there.
 */
record Binaries(Path home) {

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** Unpacks unless that was done; several processes may do so at the same time. */
    static Binaries unpacked(Path under) throws IOException {
        String archive = archive(System.getProperty("os.arch"));
        URL resource = Binaries.class.getResource(archive);
        if (resource == null) {
            throw new PostgresFailed("no PostgreSQL for this machine: expected " + archive);
        }
        Path home = under.resolve("postgres-" + identity(resource));
        if (!Files.isDirectory(home)) {
            unpack(resource, home);
        }
        return new Binaries(home);
    }

    static String archive(String arch) {
        return switch (arch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
            case "aarch64", "arm64" -> "/postgres-linux-arm_64.txz";
            default -> throw new PostgresFailed("no PostgreSQL for a machine of type " + arch);
        };
    }

    /** A new version of the artifact differs in size; the name of the jar is not always known. */
    private static String identity(URL resource) throws IOException {
        long sizeBytes = resource.openConnection().getContentLengthLong();
        return Long.toHexString(sizeBytes);
    }

    private static void unpack(URL resource, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path partial = Files.createTempDirectory(home.getParent(), "unpacking-");
        Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (InputStream raw = resource.openStream();
                InputStream xz = new XZCompressorInputStream(new BufferedInputStream(raw));
                TarArchiveInputStream tar = new TarArchiveInputStream(xz)) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                place(tar, e, partial);
            }
        }
        moveOnce(partial, home);
    }

    private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
            throws IOException {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
            throw new PostgresFailed("the archive leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            boolean runs = (entry.getMode() & 0111) != 0;
            String rights = runs ? "rwxr-xr-x" : "rw-r--r--";
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(rights));
        }
    }

    private static void moveOnce(Path partial, Path home) throws IOException {
        try {
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            Trees.delete(partial);
        } catch (IOException e) {
            if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            Trees.delete(partial);
        }
    }
}
