package dev.gantry.node.server;

import dev.gantry.node.runtime.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Forwards ports over one SPDY connection: each connection of the client is a pair of streams, data
 * and error, with the port and a request id in their headers.
 */
final class SpdyPortForward implements SpdyConnection.Streams {

    private static final int BUFFER_BYTES = 32 * 1024;

    private final PodDialer dialer;
    private final Map<String, SpdyStream> errors = new ConcurrentHashMap<>();
    private final Set<Streams.Connection> open = ConcurrentHashMap.newKeySet();

    private SpdyPortForward(PodDialer dialer) {
        this.dialer = dialer;
    }

    /** Blocks until the client is gone; then no connection to the pod is left. */
    static void serve(InputStream in, OutputStream out, PodDialer dialer) throws IOException {
        SpdyPortForward served = new SpdyPortForward(dialer);
        try {
            new SpdyConnection(in, out, served).run();
        } finally {
            served.open.forEach(Streams.Connection::close);
        }
    }

    @Override
    public void opened(SpdyStream stream) throws IOException {
        String pair = stream.header("port") + "/" + stream.header("requestid");
        switch (stream.header("streamtype")) {
            case "error" -> errors.put(pair, stream);
            case "data" -> forward(stream, pair);
            default -> stream.reset();
        }
    }

    private void forward(SpdyStream data, String pair) throws IOException {
        SpdyStream error = errors.remove(pair);
        if (error == null) {
            data.reset();
            return;
        }
        Streams.Connection connection;
        try {
            connection = dialer.dial(Integer.parseInt(data.header("port")));
        } catch (IOException | NumberFormatException e) {
            byte[] words = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
            error.send(words, 0, words.length);
            error.endOutput();
            data.endOutput();
            return;
        }
        open.add(connection);
        data.receive(new ToPod(connection));
        Thread.ofVirtual().name("node-port-forward").start(() -> fromPod(connection, data, error));
    }

    private record ToPod(Streams.Connection connection) implements SpdyStream.Receiver {
        @Override
        public void data(byte[] bytes) {
            try {
                connection.output().write(bytes);
                connection.output().flush();
            } catch (IOException podGone) {
                connection.close();
            }
        }

        @Override
        public void end() {
            try {
                connection.endOutput();
            } catch (IOException podGone) {
                connection.close();
            }
        }
    }

    private void fromPod(Streams.Connection connection, SpdyStream data, SpdyStream error) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = connection.input();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                data.send(buffer, 0, n);
            }
        } catch (IOException ended) {
            // either side has gone; both streams end below
        }
        try {
            data.endOutput();
            error.endOutput();
        } catch (IOException clientGone) {
            // nobody is left to be told
        } finally {
            open.remove(connection);
            connection.close();
        }
    }
}
