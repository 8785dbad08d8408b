package dev.gantry.client.door;

import java.io.Closeable;
import java.io.IOException;

/** A blocking byte stream; an IOException means that the receiver is gone. */
public interface ByteSink extends Closeable {

    void write(byte[] bytes, int offset, int length) throws IOException;

    default void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /** Hands on what was written so far, as a watch does after each burst. */
    void flush() throws IOException;

    @Override
    void close() throws IOException;
}
