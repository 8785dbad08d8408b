package dev.gantry.cli.engine.docker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What an image is built from: a directory's files and a few added by name. At most 64 MiB. */
public final class BuildContext implements AutoCloseable {

    private static final int LIMIT_BYTES = 64 << 20;
    private static final int EXECUTABLE = 0755;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    public BuildContext(Path directory) throws IOException {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        try (Stream<Path> found = Files.walk(directory)) {
            List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                add(directory.relativize(file).toString(), file);
            }
        }
    }

    /** Adds one file, executable by everybody: what runs in an image is what was put there. */
    public BuildContext add(String name, Path file) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(Files.size(file));
        entry.setMode(EXECUTABLE);
        if (bytes.size() + entry.getSize() > LIMIT_BYTES) {
            throw new IOException("the build context is larger than 64 MiB at " + file);
        }
        tar.putArchiveEntry(entry);
        Files.copy(file, tar);
        tar.closeArchiveEntry();
        return this;
    }

    InputStream tar() throws IOException {
        tar.close();
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
