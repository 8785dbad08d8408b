package dev.gantry.node.probe;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One {@code grpc.health.v1.Health/Check} call over plain HTTP/2: a request whose headers are
 * written literally, a reply of which only the message is read. Source: RFC 9113, RFC 7541, gRPC
 * "Health Checking Protocol".
 */
final class GrpcProbe {

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int END_STREAM = 1;
    private static final int ACKNOWLEDGE = 1;
    private static final int END_HEADERS = 4;
    private static final int LARGEST_FRAME = 1 << 20;
    private static final int SERVING = 1;

    private GrpcProbe() {}

    static Outcome check(String address, int port, String service, Duration timeout) {
        String target = address + ":" + port;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
            socket.setSoTimeout((int) timeout.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(request(target, service));
            out.flush();
            return read(new DataInputStream(socket.getInputStream()), out);
        } catch (SocketTimeoutException e) {
            return new Outcome.Failure(
                    "timeout: failed to connect service \"%s\" within %ds: context deadline exceeded"
                            .formatted(target, timeout.toSeconds()));
        } catch (IOException e) {
            return new Outcome.Failure(
                    "error: health rpc probe failed: " + Prober.dialError(address, port, e));
        }
    }

    private static byte[] request(String authority, String service) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(PREFACE);
        frame(all, SETTINGS, 0, 0, new byte[0]);
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        literal(headers, ":method", "POST");
        literal(headers, ":scheme", "http");
        literal(headers, ":path", "/grpc.health.v1.Health/Check");
        literal(headers, ":authority", authority);
        literal(headers, "content-type", "application/grpc");
        literal(headers, "te", "trailers");
        literal(headers, "user-agent", "kube-probe/1.36");
        frame(all, HEADERS, END_HEADERS, 1, headers.toByteArray());
        frame(all, DATA, END_STREAM, 1, message(service));
        return all.toByteArray();
    }

    /** A length-prefixed message with the service's name as field 1. */
    private static byte[] message(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = name.length == 0 ? 0 : 2 + name.length;
        out.writeBytes(new byte[] {0, 0, 0, (byte) (length >> 8), (byte) length});
        if (name.length > 0) {
            out.write(0x0a);
            out.write(name.length);
            out.writeBytes(name);
        }
        return out.toByteArray();
    }

    private static void literal(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        text(out, name);
        text(out, value);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        out.write(Math.min(bytes.length, 126));
        out.write(bytes, 0, Math.min(bytes.length, 126));
    }

    private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        int n = payload.length;
        out.write(new byte[] {(byte) (n >> 16), (byte) (n >> 8), (byte) n, (byte) type});
        out.write(new byte[] {(byte) flags, 0, 0, 0, (byte) stream});
        out.write(payload);
    }

    private static Outcome read(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt() & 0x7fffffff;
            if (length > LARGEST_FRAME) {
                return new Outcome.Failure("error: health rpc probe failed: frame too large");
            }
            byte[] payload = in.readNBytes(length);
            if (type == SETTINGS && flags == 0) {
                frame(out, SETTINGS, ACKNOWLEDGE, 0, new byte[0]);
            } else if (type == PING && flags == 0) {
                frame(out, PING, ACKNOWLEDGE, 0, payload);
            } else if (type == DATA && stream == 1 && length > 0) {
                return verdict(payload);
            } else if (type == RESET
                    || type == GO_AWAY
                    || (type == HEADERS && (flags & END_STREAM) != 0)) {
                return new Outcome.Failure(
                        "error: this server does not implement the grpc health protocol"
                                + " (grpc.health.v1.Health)");
            }
        }
    }

    /** Field 1 of the reply is the status. */
    private static Outcome verdict(byte[] data) {
        int status = data.length >= 7 && data[5] == 0x08 ? data[6] : 0;
        String name =
                switch (status) {
                    case 1 -> "SERVING";
                    case 2 -> "NOT_SERVING";
                    case 3 -> "SERVICE_UNKNOWN";
                    default -> "UNKNOWN";
                };
        return status == SERVING
                ? Outcome.SUCCESS
                : new Outcome.Failure("service unhealthy (responded with \"%s\")".formatted(name));
    }
}
