package dev.gantry.node.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket client that takes any subprotocol, which the JDK's does not; binary messages only.
 */
final class RawWebSocket implements AutoCloseable {

    private static final int BINARY = 0x82;
    private static final int CLOSE = 0x8;

    private final Socket socket;
    private final DataInputStream in;
    private final String head;

    RawWebSocket(Socket socket, String path, String protocol) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        String request =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                        + "Sec-WebSocket-Protocol: "
                        + protocol
                        + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder reply = new StringBuilder();
        while (!reply.toString().endsWith("\r\n\r\n")) {
            reply.append((char) in.readUnsignedByte());
        }
        this.head = reply.toString();
    }

    String head() {
        return head;
    }

    /** Masked with zeros, which leaves the bytes as they are. */
    void send(byte[] bytes) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(BINARY);
        if (bytes.length < 126) {
            frame.write(0x80 | bytes.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(bytes.length >> 8);
            frame.write(bytes.length);
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(bytes);
        try {
            socket.getOutputStream().write(frame.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message; empty at the end. */
    byte[] receive() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] payload = in.readNBytes(length);
        return (first & 0xf) == CLOSE ? new byte[0] : payload;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
