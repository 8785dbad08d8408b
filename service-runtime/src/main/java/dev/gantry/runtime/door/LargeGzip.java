package dev.gantry.runtime.door;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses a reply once it turns out to be large, as Kubernetes does from 128 KiB on. A reply
 * that is flushed before, such as a watch, goes out as it is.
 *
 * <p>Compression is the fastest there is: on a local network the time counts and not the size.
 */
final class LargeGzip extends OutputStream {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final OutputStream out;
    private final HttpServletResponse response;
    private final long threshold;
    private byte @Nullable [] held;
    private int size;
    private @Nullable OutputStream chosen;

    /**
     * @param length of the whole reply, negative when it is not known
     */
    LargeGzip(OutputStream out, HttpServletResponse response, long threshold, long length) {
        this.out = out;
        this.response = response;
        this.threshold = threshold;
        if (length >= 0 && length < threshold) {
            response.setContentLengthLong(length);
            chosen = out;
        }
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (chosen == null && size + length < threshold) {
            hold(bytes, offset, length);
            return;
        }
        target(true).write(bytes, offset, length);
    }

    private void hold(byte[] bytes, int offset, int length) {
        byte[] buffer = held == null ? new byte[BUFFER_BYTES] : held;
        if (size + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + length));
        }
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
        held = buffer;
    }

    private OutputStream target(boolean large) throws IOException {
        if (chosen == null) {
            chosen = large ? compressed() : out;
            if (held != null) {
                chosen.write(held, 0, size);
                held = null;
            }
        }
        return chosen;
    }

    private OutputStream compressed() throws IOException {
        response.setHeader("Content-Encoding", "gzip");
        response.addHeader("Vary", "Accept-Encoding");
        return new GZIPOutputStream(out, BUFFER_BYTES) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        };
    }

    @Override
    public void flush() throws IOException {
        target(false).flush();
    }

    @Override
    public void close() throws IOException {
        if (chosen == null && size >= 0) {
            response.setContentLength(size);
        }
        target(false).close();
    }
}
