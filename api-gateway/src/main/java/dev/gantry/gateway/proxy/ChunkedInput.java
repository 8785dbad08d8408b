package dev.gantry.gateway.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A body in chunks (RFC 9112, section 7.1), read as it comes. */
final class ChunkedInput extends InputStream {

    private static final int MAX_LINE = 4096;

    private final InputStream in;
    private long left;
    private boolean begun;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte @Nullable [] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the body ended within a chunk");
        }
        left -= read;
        return read;
    }

    /** What can be read without waiting, of this chunk. */
    @Override
    public int available() throws IOException {
        return (int) Math.min(left, in.available());
    }

    private void nextChunk() throws IOException {
        if (ended) {
            return;
        }
        if (begun && !line().isEmpty()) {
            throw new IOException("a chunk is longer than it said");
        }
        begun = true;
        String size = line().split(";", 2)[0].strip();
        try {
            left = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw new IOException("no size of a chunk: " + size, e);
        }
        if (left == 0) {
            ended = true;
            while (!line().isEmpty()) {
                // Trailers are nobody's concern here.
                continue;
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < MAX_LINE) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the body ended between chunks");
            }
            if (next == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) next);
        }
        throw new IOException("the line between chunks is too long");
    }
}
