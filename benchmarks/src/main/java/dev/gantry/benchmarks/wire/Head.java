package dev.gantry.benchmarks.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Status line and framing of a reply.
 *
 * @param length of the body; -1 when it comes in chunks
 */
record Head(int code, long length) {

    static Head read(InputStream in) throws IOException {
        String status = line(in);
        int code = Integer.parseInt(status.substring(9, 12));
        long length = code == 204 ? 0 : -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
        }
        return new Head(code, length);
    }

    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection was closed");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    InputStream body(InputStream in) {
        return length >= 0 ? new Bounded(in, length) : new Chunked(in);
    }

    /** A body of known length. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(to, offset, (int) Math.min(left, length));
            if (read < 0) {
                throw new EOFException("the reply was cut off");
            }
            left -= read;
            return read;
        }
    }

    /** A body in chunks. */
    private static final class Chunked extends InputStream {
        private final InputStream in;
        private long left;
        private boolean begun;
        private boolean ended;

        Chunked(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                next();
            }
            if (ended) {
                return -1;
            }
            int read = in.read(to, offset, (int) Math.min(left, length));
            if (read < 0) {
                throw new EOFException("the reply was cut off");
            }
            left -= read;
            return read;
        }

        private void next() throws IOException {
            if (begun) {
                line(in);
            }
            begun = true;
            left = Long.parseLong(line(in).split(";")[0].strip(), 16);
            if (left == 0) {
                line(in);
                ended = true;
            }
        }
    }
}
