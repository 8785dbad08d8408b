package dev.gantry.node.volume;

import dev.gantry.api.quantity.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** File systems in memory, by the host's {@code mount} and {@code umount}. */
public final class MemoryMounts {

    private static final Path TABLE = Path.of("/proc/self/mounts");
    private static final long PATIENCE_SECONDS = 10;

    /** Mounts a tmpfs unless one is there. */
    void mount(Path at, io.fabric8.kubernetes.api.model.@Nullable Quantity limit)
            throws IOException {
        if (mountedBelow(at).contains(at.toString())) {
            return;
        }
        String size = limit == null ? "" : ",size=" + Quantity.parse(limit.toString()).toLong();
        run(List.of("mount", "-t", "tmpfs", "-o", "mode=0777" + size, "tmpfs", at.toString()));
    }

    /** Unmounts everything at or below a directory, the innermost first. */
    public void unmountBelow(Path directory) throws IOException {
        for (String mount : mountedBelow(directory).reversed()) {
            run(List.of("umount", mount));
        }
    }

    private static List<String> mountedBelow(Path directory) throws IOException {
        if (!Files.isReadable(TABLE)) {
            return List.of();
        }
        return Files.readAllLines(TABLE).stream()
                .map(line -> line.split(" ")[1].replace("\\040", " "))
                .filter(mount -> Path.of(mount).startsWith(directory))
                .toList();
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(4096));
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + command.get(0), e);
        } finally {
            process.destroy();
        }
    }
}
