package dev.gantry.benchmarks.wire;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** One kept connection; for one thread at a time. */
public final class Connection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final byte[] NO_BODY = {};

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    private Connection(SSLSocket socket, String host) throws IOException {
        this.socket = socket;
        this.host = host;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        this.out = socket.getOutputStream();
    }

    /** Connects and shakes hands. */
    public static Connection open(Server server) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        server.tls().getSocketFactory().createSocket(server.host(), server.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.startHandshake();
        return new Connection(socket, server.host() + ":" + server.port());
    }

    /** The code of a reply and what its body came to. */
    public record Reply(int code, byte[] body, long sizeBytes) {

        /**
         * @throws IOException when the code is not of success
         */
        public Reply expectSuccess() throws IOException {
            if (code / 100 != 2) {
                throw new IOException(
                        "answered with %d: %s"
                                .formatted(code, new String(body, StandardCharsets.UTF_8)));
            }
            return this;
        }
    }

    public Reply get(String path) throws IOException {
        return exchange("GET", path, "", NO_BODY, true);
    }

    /** Reads the reply to its end and keeps none of it, but of a failure. */
    public Reply count(String path) throws IOException {
        return exchange("GET", path, "", NO_BODY, false);
    }

    public Reply post(String path, byte[] body) throws IOException {
        return exchange("POST", path, "application/json", body, true);
    }

    public Reply delete(String path) throws IOException {
        return exchange("DELETE", path, "", NO_BODY, true);
    }

    private Reply exchange(
            String method, String path, String contentType, byte[] body, boolean keep)
            throws IOException {
        send(method, path, contentType, body);
        Head head = Head.read(in);
        InputStream content = head.body(in);
        if (keep || head.code() / 100 != 2) {
            byte[] all = content.readAllBytes();
            return new Reply(head.code(), all, all.length);
        }
        return new Reply(head.code(), NO_BODY, drain(content));
    }

    private void send(String method, String path, String contentType, byte[] body)
            throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
        head.append("\r\nUser-Agent: gantry-bench\r\nAccept: application/json\r\n");
        if (!contentType.isEmpty()) {
            head.append("Content-Type: ").append(contentType).append("\r\n");
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        out.write(all);
        out.flush();
    }

    private static long drain(InputStream content) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            total += read;
        }
        return total;
    }

    /** What is told of each line of a stream. */
    public interface Lines {
        /**
         * @return whether to go on
         */
        boolean line(String line);
    }

    /** Reads a watch until the reader has enough or the server ends it. */
    public void stream(String path, Lines lines) throws IOException {
        send("GET", path, "", NO_BODY);
        Head head = Head.read(in);
        if (head.code() != 200) {
            throw new IOException("a watch was answered with " + head.code());
        }
        InputStream content = new BufferedInputStream(head.body(in), 64 * 1024);
        byte[] line = new byte[16 * 1024];
        int used = 0;
        for (int b = content.read(); b >= 0; b = content.read()) {
            if (b != '\n') {
                line = used == line.length ? java.util.Arrays.copyOf(line, used * 2) : line;
                line[used++] = (byte) b;
            } else if (lines.line(new String(line, 0, used, StandardCharsets.UTF_8))) {
                used = 0;
            } else {
                return;
            }
        }
        throw new EOFException("the watch was ended by the server");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
