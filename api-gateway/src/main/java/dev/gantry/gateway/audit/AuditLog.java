package dev.gantry.gateway.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends lines to a file on a thread of its own. A request never waits for the disk: when the
 * queue is full its line is dropped and counted.
 */
final class AuditLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
    private static final byte[] END = new byte[0];
    private static final int BATCH = 256;

    private final Path file;
    private final long maxBytes;
    private final BlockingQueue<byte[]> queue;
    private final Counter dropped;
    private final Thread writer;

    AuditLog(Path file, AuditSettings settings, MeterRegistry meters) {
        this.file = file;
        this.maxBytes = settings.maxFileSize().toBytes();
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        this.dropped = meters.counter("gateway.audit.dropped");
        Gauge.builder("gateway.audit.queue", queue, BlockingQueue::size).register(meters);
        this.writer = Thread.ofVirtual().name("api-gateway/audit").start(this::write);
    }

    void add(byte[] line) {
        if (!queue.offer(line)) {
            dropped.increment();
        }
    }

    private void write() {
        List<byte[]> lines = new ArrayList<>(BATCH);
        boolean more = true;
        while (more) {
            try {
                lines.clear();
                lines.add(queue.take());
                queue.drainTo(lines, BATCH - 1);
                more = !lines.contains(END);
                append(lines);
            } catch (IOException e) {
                dropped.increment(lines.size());
                log.atWarn().setCause(e).addKeyValue("file", file).log("audit lines were lost");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void append(List<byte[]> lines) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.exists(file) && Files.size(file) > maxBytes) {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        try (OutputStream out =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (byte[] line : lines) {
                out.write(line);
            }
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        try {
            queue.put(END);
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
