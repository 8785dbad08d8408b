package dev.gantry.backends.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Copies what the server says into a file of bounded size, and remembers the last lines. */
final class ServerLog {

    private static final long MAX_BYTES = 10 << 20;
    private static final int REMEMBERED = 12;

    private final Path file;
    private final Deque<String> last = new ArrayDeque<>();

    ServerLog(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        Files.createDirectories(this.file.getParent());
    }

    /** Runs until the server has closed its output; goes on reading when the disk is full. */
    void copy(InputStream output, Consumer<String> eachLine) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            remember(line);
            eachLine.accept(line);
            try {
                append(line);
            } catch (IOException e) {
                remember("(not written to " + file + ": " + e.getMessage() + ")");
            }
        }
    }

    private void append(String line) throws IOException {
        if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
            Path older = file.resolveSibling(file.getFileName() + ".1");
            Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private synchronized void remember(String line) {
        last.addLast(line);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
    }

    /** The last lines, for a message. */
    synchronized String tail() {
        return String.join("\n  ", last);
    }
}
