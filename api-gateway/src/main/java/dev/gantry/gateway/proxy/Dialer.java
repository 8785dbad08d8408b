package dev.gantry.gateway.proxy;

import dev.gantry.api.status.ApiError;
import dev.gantry.runtime.tls.CertificateCallers;
import dev.gantry.runtime.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to nodes, with the gateway's certificate and only to whom the node's certificate names,
 * and in the clear to pods.
 */
final class Dialer {

    private static final Logger log = LoggerFactory.getLogger(Dialer.class);

    private final TlsIdentity identity;
    private final Duration connectWithin;
    private final Duration replyWithin;
    private final CertificateCallers callers = new CertificateCallers();

    /**
     * @param replyWithin how long a connection may be silent
     */
    Dialer(TlsIdentity identity, Duration connectWithin, Duration replyWithin) {
        this.identity = identity;
        this.connectWithin = connectWithin;
        this.replyWithin = replyWithin;
    }

    /**
     * @throws dev.gantry.api.status.ApiException 500 when a node does not answer, 503 for a pod
     */
    Socket dial(Upstream upstream) {
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(address(upstream), (int) connectWithin.toMillis());
            plain.setSoTimeout((int) replyWithin.toMillis());
            return upstream.node() == null ? plain : secured(plain, upstream, upstream.node());
        } catch (IOException e) {
            close(plain);
            throw failure(upstream, e).exception();
        }
    }

    private static InetSocketAddress address(Upstream upstream) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(upstream.host()), upstream.port());
    }

    private SSLSocket secured(Socket plain, Upstream upstream, String node) throws IOException {
        SSLSocket secure =
                (SSLSocket)
                        identity.context()
                                .getSocketFactory()
                                .createSocket(plain, upstream.host(), upstream.port(), true);
        secure.startHandshake();
        X509Certificate shown = (X509Certificate) secure.getSession().getPeerCertificates()[0];
        String found = callers.caller(shown).user();
        if (!found.equals("system:node:" + node)) {
            secure.close();
            throw new IOException(
                    "expected the certificate of node " + node + " and found that of " + found);
        }
        return secure;
    }

    private static ApiError failure(Upstream upstream, IOException e) {
        log.atInfo()
                .addKeyValue("node", upstream.node())
                .addKeyValue("address", upstream.authority())
                .addKeyValue("why", e.getMessage())
                .log("a proxied request found nobody");
        String message = "error dialing backend: dial tcp " + upstream.authority() + ": ";
        return upstream.node() == null
                ? new ApiError(503, "ServiceUnavailable", message + e.getMessage(), null, 0)
                : new ApiError(500, "InternalError", message + e.getMessage(), null, 0);
    }

    static void close(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            log.atTrace().setCause(e).log("closing a connection failed");
        }
    }
}
