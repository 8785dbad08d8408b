package dev.gantry.e2e.cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks {@code .tar.xz} with the files' rights, owned by whoever unpacks. */
public final class Archive {

    private Archive() {}

    public static void unpack(InputStream archive, Path into) throws IOException {
        try (archive;
                InputStream xz = new XZCompressorInputStream(new BufferedInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(xz)) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                Path target = into.resolve(e.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("the archive leaves its directory: " + e.getName());
                }
                if (e.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(tar, target);
                }
                Files.setPosixFilePermissions(target, rights(e.getMode()));
            }
        }
    }

    private static Set<PosixFilePermission> rights(int mode) {
        Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values(); // the owner's reading first
        for (int i = 0; i < all.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                rights.add(all[i]);
            }
        }
        return rights;
    }
}
