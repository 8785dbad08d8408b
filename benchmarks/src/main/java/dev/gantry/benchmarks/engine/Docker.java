package dev.gantry.benchmarks.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The engine by its own command. Remembers what it started and removes it. */
final class Docker implements AutoCloseable {

    static final String IMAGE = "gantry-bench:1";
    static final String BUSYBOX = "/bin/busybox";

    private final Queue<String> started = new ConcurrentLinkedQueue<>();

    private Docker() {}

    /**
     * Makes the image of this machine's static busybox.
     *
     * @throws IOException with the reason when there is no engine or no busybox
     */
    static Docker open() throws IOException {
        if (!Files.isExecutable(Path.of(BUSYBOX))) {
            throw new IOException("no " + BUSYBOX + " (Debian: busybox-static)");
        }
        run("sh", "-c", "tar -C / -c bin/busybox | docker import - " + IMAGE);
        return new Docker();
    }

    /** {@code docker run -d}: returns when the container runs. */
    void start() throws IOException {
        started.add(run("docker", "run", "-d", IMAGE, BUSYBOX, "sleep", "600"));
    }

    void removeStarted() throws IOException {
        for (String id = started.poll(); id != null; id = started.poll()) {
            run("docker", "rm", "-f", id);
        }
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(List.of(command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        removeStarted();
        run("docker", "rmi", "-f", IMAGE);
    }
}
