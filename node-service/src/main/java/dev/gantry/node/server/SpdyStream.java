package dev.gantry.node.server;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** One stream of a SPDY connection. Sending is safe from any thread. */
final class SpdyStream {

    private final SpdyConnection connection;
    private final int id;
    private final Map<String, String> headers;
    private volatile Receiver receiver = Receiver.NOBODY;

    /** Takes what comes on a stream; a slow one holds up the whole connection. */
    interface Receiver {
        void data(byte[] bytes) throws IOException;

        /** The other side sends no more. */
        void end() throws IOException;

        Receiver NOBODY =
                new Receiver() {
                    @Override
                    public void data(byte[] bytes) {}

                    @Override
                    public void end() {}
                };
    }

    SpdyStream(SpdyConnection connection, int id, Map<String, String> headers) {
        this.connection = connection;
        this.id = id;
        this.headers = headers;
    }

    int id() {
        return id;
    }

    /** A header by its name in lower case, empty when absent. */
    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    void receive(Receiver by) {
        receiver = by;
    }

    Receiver receiver() {
        return receiver;
    }

    void send(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
            connection.data(id, bytes, offset, length, false);
        }
    }

    /** Nothing more will be sent on this stream. */
    void endOutput() throws IOException {
        connection.data(id, new byte[0], 0, 0, true);
    }

    void reset() throws IOException {
        connection.reset(id);
    }
}
