package dev.gantry.benchmarks.baseline;

import dev.gantry.benchmarks.load.Figures;
import dev.gantry.benchmarks.load.Load;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends to a file and forces each append to the disk: no single durable write is faster. */
public final class PlainAppend {

    private PlainAppend() {}

    /** One writer, 2 KB each. */
    public static Figures run(Path directory, int appends) throws IOException {
        Path file = Files.createTempFile(directory, "append", ".dat");
        try {
            return Load.run(1, appends, () -> new Appender(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static final class Appender implements Load.Client {
        private final FileChannel channel;
        private final byte[] page = new byte[2048];

        Appender(Path file) throws IOException {
            this.channel = FileChannel.open(file, StandardOpenOption.APPEND);
        }

        @Override
        public void operation(int number) throws IOException {
            channel.write(ByteBuffer.wrap(page));
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
