package dev.gantry.gateway.proxy;

import dev.gantry.api.json.Json;
import dev.gantry.runtime.tls.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Reads what a node's agent tells about itself. Safe for concurrent use. */
public final class NodePages {

    /** A summary of a thousand pods is about 2 MB. */
    private static final int LONGEST_BYTES = 32 << 20;

    private final Dialer dialer;

    public NodePages(TlsIdentity identity, Duration within) {
        this.dialer = new Dialer(identity, within, within);
    }

    /**
     * One page.
     *
     * @param node the Node, with its address and port in {@code status}
     * @param path with its leading slash
     * @throws IOException when the agent answers anything but 200, or too much
     * @throws dev.gantry.api.status.ApiException when it cannot be reached
     */
    public byte[] read(JsonNode node, String path) throws IOException {
        Upstream upstream = Targets.agent(Json.text(node, "metadata", "name"), node, path, false);
        try (Socket socket = dialer.dial(upstream)) {
            String head =
                    "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\nConnection: close\r\n\r\n"
                            .formatted(path, upstream.authority());
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            ResponseHead reply = ResponseHead.read(in);
            byte[] body = reply.body(in, "GET").readNBytes(LONGEST_BYTES);
            if (reply.status() != 200) {
                throw new IOException(
                        path + " is " + reply.status() + ": " + ResponseHead.text(body));
            }
            return body;
        }
    }
}
