package dev.gantry.node.runtime.docker;

import dev.gantry.node.runtime.Streams.Output;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The engine's way to send two outputs over one stream: frames of a head (1 byte which, 3 bytes
 * nothing, 4 bytes length) and a payload. With a terminal there is one output and no frames.
 */
final class Frames {

    private static final int HEAD = 8;
    private static final int STDERR = 2;

    private Frames() {}

    /** Hands on everything until the stream ends. */
    static void copy(InputStream in, boolean tty, Output out) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        if (tty) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.stdout(buffer, 0, n);
            }
            return;
        }
        byte[] head = new byte[HEAD];
        while (in.readNBytes(head, 0, HEAD) == HEAD) {
            int left = ByteBuffer.wrap(head, 4, 4).getInt();
            while (left > 0) {
                int n = in.read(buffer, 0, Math.min(left, buffer.length));
                if (n < 0) {
                    return;
                }
                if (head[0] == STDERR) {
                    out.stderr(buffer, 0, n);
                } else {
                    out.stdout(buffer, 0, n);
                }
                left -= n;
            }
        }
    }
}
