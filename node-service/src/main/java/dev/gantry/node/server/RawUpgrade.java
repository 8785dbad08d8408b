package dev.gantry.node.server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection taken over as bytes, served by a virtual thread of its own. The container makes it,
 * hence public and without constructor arguments.
 */
public final class RawUpgrade implements HttpUpgradeHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RawUpgrade.class);

    private @Nullable Protocol protocol;

    /** What is spoken over the bytes; blocks until it is over. */
    interface Protocol {
        void speak(InputStream in, OutputStream out) throws IOException;
    }

    /** Answers 101 with {@code Upgrade: SPDY/3.1} and speaks. */
    static void spdy(
            HttpServletRequest request,
            HttpServletResponse response,
            String streamProtocol,
            Protocol protocol)
            throws IOException {
        ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .setIdleTimeout(AgentServer.STREAM_IDLE.toMillis());
        response.setStatus(101);
        response.setHeader("Connection", "Upgrade");
        response.setHeader("Upgrade", "SPDY/3.1");
        response.setHeader("X-Stream-Protocol-Version", streamProtocol);
        try {
            request.upgrade(RawUpgrade.class).protocol = protocol;
        } catch (jakarta.servlet.ServletException e) {
            throw new IOException("the connection could not be upgraded", e);
        }
    }

    @Override
    public void init(WebConnection connection) {
        Protocol spoken = protocol;
        if (spoken == null) {
            throw new IllegalStateException("an upgrade without a protocol");
        }
        Thread.ofVirtual().name("node-spdy").start(() -> serve(connection, spoken));
    }

    private static void serve(WebConnection connection, Protocol spoken) {
        try (connection) {
            spoken.speak(connection.getInputStream(), connection.getOutputStream());
        } catch (IOException gone) {
            LOG.atDebug().setCause(gone).log("an upgraded connection broke");
        } catch (Exception e) {
            LOG.atWarn().setCause(e).log("an upgraded connection failed");
        }
    }

    @Override
    public void destroy() {}
}
