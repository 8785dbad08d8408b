package dev.gantry.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies what a process says into a file of at most 10 MB; one older file is kept beside it. */
final class ChildLog {

    private static final Logger LOG = LoggerFactory.getLogger(ChildLog.class);
    private static final long MAX_BYTES = 10L << 20;

    private final Path file;

    ChildLog(Path file) {
        this.file = file;
    }

    /** Runs until the process has closed its output; reads on when the disk is full. */
    void copy(InputStream output) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                append(line);
            }
        } catch (IOException ended) {
            LOG.atDebug().setCause(ended).log("the output of a process ended");
        }
    }

    private void append(String line) {
        try {
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(
                    file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("why", e.toString())
                    .log("a line was not written");
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
