package dev.gantry.node.server;

import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.runtime.tls.TlsIdentity;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** One Jetty server for all nodes of a host, with a TLS port for each. */
public final class AgentServer implements AutoCloseable {

    /** As long as kubelet leaves a silent stream open. */
    static final Duration STREAM_IDLE = Duration.ofHours(4);

    private static final int CONCURRENT = 10_000;

    private final Server server;
    private final String address;
    private final Map<Integer, String> nodes = new ConcurrentHashMap<>();

    public AgentServer(
            String address,
            PodFinder pods,
            ContainerRuntime runtime,
            Reports reports,
            Presence presence) {
        this.address = address;
        VirtualThreadPool threads = new VirtualThreadPool(CONCURRENT);
        threads.setName("node-service/agent");
        this.server = new Server(threads);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(
                new ServletHolder(
                        new AgentServlet(pods, runtime, asked -> report(asked, reports), presence)),
                "/*");
        JettyWebSocketServletContainerInitializer.configure(
                context,
                (servletContext, container) -> {
                    container.setIdleTimeout(STREAM_IDLE);
                    container.setMaxBinaryMessageSize(1 << 20);
                });
        server.setHandler(context);
    }

    /**
     * @throws IllegalStateException when Jetty does not start
     */
    public void start() {
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the node's server did not start", e);
        }
    }

    private Optional<Reports.Report> report(HttpServletRequest asked, Reports reports) {
        String node = nodes.get(asked.getLocalPort());
        return node == null ? Optional.empty() : reports.get(node, asked.getRequestURI());
    }

    /** Opens a node's port, which shows this identity, and returns its number. */
    public int listen(String node, TlsIdentity identity) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(identity.context());
        ssl.setNeedClientAuth(true);
        ssl.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        ssl.setSniRequired(false);
        ServerConnector connector =
                new ServerConnector(
                        server,
                        1,
                        1,
                        new SslConnectionFactory(ssl, "http/1.1"),
                        new HttpConnectionFactory(http));
        connector.setHost(address);
        connector.setIdleTimeout(STREAM_IDLE.toMillis());
        server.addConnector(connector);
        try {
            connector.start();
        } catch (Exception e) {
            throw new IllegalStateException("the node's port could not be opened", e);
        }
        nodes.put(connector.getLocalPort(), node);
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the node's server did not stop", e);
        }
    }
}
