package dev.gantry.node.runtime.docker;

import dev.gantry.api.json.Json;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.EngineException.Kind;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection to the engine that can be taken over: after {@code 101} both directions are raw,
 * and the sending one can be ended alone. Blocking; one request a connection.
 */
final class EngineSocket implements Closeable {

    private final SocketChannel channel;
    private final InputStream input;
    private final OutputStream output;

    private EngineSocket(SocketChannel channel) {
        this.channel = channel;
        this.input = new BufferedInputStream(new ChannelInput(channel), 32 * 1024);
        this.output = new ChannelOutput(channel);
    }

    static EngineSocket open(Path socket) {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            return new EngineSocket(channel);
        } catch (IOException e) {
            throw Calls.away(e);
        }
    }

    /**
     * The reply to a request, its body not yet read.
     *
     * @param headers names in lower case
     */
    record Reply(int status, Map<String, String> headers, InputStream body) {}

    /** Sends a request; a reply of 400 or more is an {@link EngineException}. */
    Reply send(String method, String path, byte[] json, boolean upgrade) {
        return send(method, path, "application/json", json, upgrade);
    }

    Reply send(String method, String path, String contentType, byte[] body, boolean upgrade) {
        try {
            StringBuilder head = new StringBuilder();
            head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: engine\r\n");
            if (upgrade) {
                head.append("Connection: Upgrade\r\nUpgrade: tcp\r\n");
            }
            if (body.length > 0) {
                head.append("Content-Type: ").append(contentType).append("\r\n");
            }
            head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
            output.write(head.toString().getBytes(StandardCharsets.US_ASCII));
            output.write(body);
            return checked(reply());
        } catch (IOException e) {
            throw Calls.away(e);
        }
    }

    private Reply reply() throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        boolean chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
        return new Reply(
                Integer.parseInt(status[1]), headers, chunked ? new ChunkedInput(input) : input);
    }

    private static Reply checked(Reply reply) throws IOException {
        if (reply.status() < 400) {
            return reply;
        }
        int length = Integer.parseInt(reply.headers().getOrDefault("content-length", "4096"));
        byte[] body = reply.body().readNBytes(Math.min(length, 64 * 1024));
        String message = Json.text(Json.parse(body), "message");
        throw new EngineException(
                reply.status() == 404 ? Kind.NOT_FOUND : Kind.REFUSED,
                message.isEmpty() ? "the container engine answered " + reply.status() : message);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = input.read(); b != '\n'; b = input.read()) {
            if (b < 0 || line.length() > 16 * 1024) {
                throw new EOFException("the engine's reply ended within its head");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    /** Raw bytes after an upgrade. */
    InputStream input() {
        return input;
    }

    OutputStream output() {
        return output;
    }

    /** Ends the sending direction; the other stays open. */
    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException closedAnyway) {
            // nothing is left to be told to anybody
        }
    }

    private static final class ChannelInput extends InputStream {

        private final SocketChannel channel;

        ChannelInput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(bytes, offset, length));
        }
    }

    private static final class ChannelOutput extends OutputStream {

        private final SocketChannel channel;

        ChannelOutput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer all = ByteBuffer.wrap(bytes, offset, length);
            while (all.hasRemaining()) {
                channel.write(all);
            }
        }
    }

    /** A body in chunks. */
    private static final class ChunkedInput extends InputStream {

        private final InputStream in;
        private long left;
        private boolean ended;
        private boolean first = true;

        ChunkedInput(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                next();
            }
            if (ended) {
                return -1;
            }
            int n = in.read(bytes, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw new EOFException("the engine's reply ended within a chunk");
            }
            left -= n;
            return n;
        }

        private void next() throws IOException {
            if (!first) {
                sizeLine();
            }
            first = false;
            String size = sizeLine();
            left = Long.parseLong(size.split(";", 2)[0].strip(), 16);
            ended = left == 0;
        }

        private String sizeLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0 || line.length() > 100) {
                    throw new EOFException("the engine's reply ended between chunks");
                }
                if (b != '\r') {
                    line.append((char) b);
                }
            }
            return line.toString();
        }
    }
}
