package dev.gantry.gateway;

import dev.gantry.runtime.tls.TlsIdentity;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLServerSocket;

/** A node's agent that answers by path: streams a log, accepts upgrades and echoes. */
final class FakeNode implements AutoCloseable {

    /** RFC 6455, section 1.3. */
    private static final String ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    final BlockingQueue<String> logLines = new LinkedBlockingQueue<>();
    final CountDownLatch logClientGone = new CountDownLatch(1);
    private final SSLServerSocket server;

    FakeNode(TlsIdentity identity) throws IOException {
        server =
                (SSLServerSocket)
                        identity.context()
                                .getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        server.setNeedClientAuth(true);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String head = readHead(in);
            heads.add(head);
            OutputStream out = socket.getOutputStream();
            if (head.contains("/containerLogs/")) {
                log(head, out);
            } else if (head.contains("Upgrade: websocket")) {
                webSocket(head, in, out);
            } else if (head.contains("Upgrade: SPDY/3.1")) {
                spdy(in, out);
            } else if (head.startsWith("GET /stats/summary HTTP")) {
                String summary =
                        "{\"node\":{\"cpu\":{\"usageNanoCores\":7},\"memory\":{\"workingSetBytes\":2048}}}";
                send(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + summary);
            } else {
                send(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 2\r\n\r\n{}");
            }
        } catch (IOException | InterruptedException gone) {
            logClientGone.countDown();
        }
    }

    private void log(String head, OutputStream out) throws IOException, InterruptedException {
        if (head.contains("/waiting")) {
            String text = "container \"waiting\" in pod \"web\" is waiting to start";
            send(
                    out,
                    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: "
                            + text.length()
                            + "\r\n\r\n"
                            + text);
            return;
        }
        send(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n");
        for (String line = logLines.take(); !line.equals("END"); line = logLines.take()) {
            send(out, Integer.toHexString(line.length() + 1) + "\r\n" + line + "\n\r\n");
        }
        send(out, "0\r\n\r\n");
    }

    private static void webSocket(String head, InputStream in, OutputStream out)
            throws IOException {
        send(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: "
                        + accept(header(head, "Sec-WebSocket-Key"))
                        + "\r\nSec-WebSocket-Protocol: "
                        + header(head, "Sec-WebSocket-Protocol").split(",")[0]
                        + "\r\n\r\n");
        byte[] frame = in.readNBytes(2 + 4 + 4);
        byte[] text = new byte[4];
        for (int i = 0; i < 4; i++) {
            text[i] = (byte) Character.toUpperCase(frame[6 + i] ^ frame[2 + i]);
        }
        out.write(new byte[] {(byte) 0x81, 4});
        out.write(text);
        out.write(new byte[] {(byte) 0x88, 2, 3, (byte) 0xE8});
        out.flush();
        in.read();
    }

    private static void spdy(InputStream in, OutputStream out) throws IOException {
        send(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\n"
                        + "X-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\n");
        byte[] buffer = new byte[1024];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            out.flush();
        }
        send(out, "bye");
    }

    private static String accept(String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            byte[] hash = digest.digest((key + ACCEPT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String header(String head, String name) {
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended in the head: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
