package dev.gantry.gateway.proxy;

import dev.gantry.api.status.ApiError;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.springframework.context.SmartLifecycle;

/** The streams that upgrades have become. When the gateway stops they are closed first. */
final class Upgrades implements SmartLifecycle {

    private static final Set<String> OURS =
            Set.of("connection", "upgrade", "content-length", "date");

    private final ProxySettings settings;
    private final Set<ByteTunnel> open = ConcurrentHashMap.newKeySet();
    private volatile boolean started;

    Upgrades(ProxySettings settings, MeterRegistry meters) {
        this.settings = settings;
        Gauge.builder("gateway.streams", open, Set::size).register(meters);
    }

    /** Answers 101 with the other side's headers and joins the two connections. */
    void accept(ResponseHead head, Socket socket, InputStream in, HttpServletRequest request)
            throws IOException {
        if (open.size() >= settings.maxStreams()) {
            throw ApiError.tooManyRequests("too many streams to pods are open", 5).exception();
        }
        int idleMillis = (int) settings.idleTimeout().toMillis();
        ServletContextRequest core = ServletContextRequest.getServletContextRequest(request);
        EndPoint client = core.getConnectionMetaData().getConnection().getEndPoint();
        client.setIdleTimeout(idleMillis);
        socket.setSoTimeout(idleMillis);
        ByteTunnel tunnel = new ByteTunnel(socket, in, open::remove);
        open.add(tunnel);
        Executor executor = core.getConnectionMetaData().getConnector().getExecutor();
        core.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                new ClientConnection(client, executor, tunnel));
        try {
            switchProtocols(head, core.getServletContextResponse());
        } catch (IOException gone) {
            tunnel.close();
            throw gone;
        }
    }

    /** The connection is handed over when this reply is complete and the servlet has returned. */
    private static void switchProtocols(ResponseHead head, Response response) throws IOException {
        response.setStatus(101);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Connection", "Upgrade");
        headers.put("Upgrade", head.header("Upgrade"));
        for (ResponseHead.Header header : head.headers()) {
            if (!OURS.contains(header.name().toLowerCase(Locale.ROOT))) {
                headers.add(header.name(), header.value());
            }
        }
        try (Blocker.Callback written = Blocker.callback()) {
            response.write(true, null, written);
            written.block();
        }
    }

    @Override
    public void start() {
        started = true;
    }

    @Override
    public void stop() {
        started = false;
        open.forEach(ByteTunnel::close);
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
