package dev.gantry.runtime.launch;

import dev.gantry.api.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object of name to port that the services of a cluster share, whichever process they are
 * in. Each write replaces the file whole.
 */
public final class EndpointsFile implements Endpoints {

    /** File locks do not exclude threads of one JVM. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final Path file;

    public EndpointsFile(Path file) {
        this.file = file;
    }

    @Override
    public void listening(String name, int port) {
        ONE_AT_A_TIME.lock();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel =
                            FileChannel.open(
                                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("the lock " + lockFile + " was lost");
                }
                ObjectNode ports = read();
                ports.put(name, port);
                Path next = file.resolveSibling(file.getFileName() + ".next");
                Files.write(next, Json.bytes(ports));
                Files.move(
                        next,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /** Where a service listens or last listened; empty when it has not told. */
    public OptionalInt port(String name) {
        try {
            int port = read().path(name).asInt(0);
            return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private ObjectNode read() throws IOException {
        if (!Files.exists(file)) {
            return Json.object();
        }
        try {
            return Json.parse(Files.readAllBytes(file)) instanceof ObjectNode ports
                    ? ports
                    : Json.object();
        } catch (JacksonException halfWritten) {
            return Json.object();
        }
    }
}
