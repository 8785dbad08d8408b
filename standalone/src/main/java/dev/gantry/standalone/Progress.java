package dev.gantry.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Tells whoever waits for the start what was done: lines of {@code step TAB millis TAB detail}. The
 * last one is {@code ready}, or {@code failed} with the reason.
 */
final class Progress {

    private final Path file;

    Progress(Path dataDirectory) {
        this.file = dataDirectory.resolve("run").resolve("progress");
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does a step and tells how long it took. */
    <T> T step(String name, Callable<T> work) throws Exception {
        long began = System.nanoTime();
        T result = work.call();
        tell(name, System.nanoTime() - began);
        return result;
    }

    /** A step that was timed elsewhere. */
    void tell(String step, long nanos) {
        tell(step, TimeUnit.NANOSECONDS.toMillis(nanos), "");
    }

    void ready() {
        tell("ready", 0, "");
    }

    void failed(String why) {
        tell("failed", 0, why.replaceAll("\\s+", " "));
    }

    private void tell(String step, long millis, String detail) {
        try {
            Files.writeString(
                    file,
                    step + "\t" + millis + "\t" + detail + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
