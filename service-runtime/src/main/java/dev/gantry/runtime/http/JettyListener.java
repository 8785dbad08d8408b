package dev.gantry.runtime.http;

import dev.gantry.runtime.tls.TlsIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee11.servlet.ServletHandler;
import org.eclipse.jetty.ee11.webapp.AbstractConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.RateControl;
import org.eclipse.jetty.http2.WindowRateControl;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;

/**
 * Builds the Jetty server of a service.
 *
 * <p>Paths stay as they were sent: a name in a Kubernetes path may hold what Jetty would refuse as
 * ambiguous, and each servlet reads the raw path.
 */
final class JettyListener {

    /** Frames such as resets and pings that a client may send a second; watches end in flocks. */
    private static final int FRAMES_PER_SECOND = 20_000;

    /** A watch may be silent for long; who asked for it bounds it. */
    private static final Duration STREAM_IDLE = Duration.ofDays(1);

    private JettyListener() {}

    static JettyServletWebServerFactory factory(
            String service, ListenerSettings settings, TlsIdentity identity) {
        JettyServletWebServerFactory factory = new JettyServletWebServerFactory(settings.port());
        factory.setAddress(address(settings));
        factory.setThreadPool(threads(service, settings));
        factory.setRegisterDefaultServlet(false);
        factory.addConfigurations(new ServletContext());
        factory.addServerCustomizers(server -> customize(server, settings, identity));
        return factory;
    }

    private static InetAddress address(ListenerSettings settings) {
        try {
            return InetAddress.getByName(settings.address());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "cannot listen on " + settings.address() + ": no such address", e);
        }
    }

    private static VirtualThreadPool threads(String service, ListenerSettings settings) {
        VirtualThreadPool pool = new VirtualThreadPool(settings.maxConcurrent());
        pool.setName(service + "/http");
        return pool;
    }

    private static void customize(Server server, ListenerSettings settings, TlsIdentity identity) {
        InetSocketAddress address = new InetSocketAddress(address(settings), settings.port());
        server.setConnectors(new Connector[] {connector(server, address, settings, identity)});
        server.setErrorHandler(new StatusErrors());
    }

    private static ServerConnector connector(
            Server server, InetSocketAddress address, ListenerSettings settings, TlsIdentity id) {
        HttpConfiguration http = http(settings);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol("http/1.1");
        ServerConnector connector =
                new ServerConnector(
                        server,
                        1,
                        1,
                        new SslConnectionFactory(ssl(id), alpn.getProtocol()),
                        alpn,
                        http2(http, settings),
                        new HttpConnectionFactory(http));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setAcceptQueueSize(512);
        return connector;
    }

    private static HttpConfiguration http(ListenerSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize((int) settings.maxHeaderSize().toBytes());
        http.setOutputBufferSize(32 * 1024);
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.addCustomizer(new SecureRequestCustomizer(false));
        return http;
    }

    private static HTTP2ServerConnectionFactory http2(
            HttpConfiguration http, ListenerSettings settings) {
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(settings.streamsPerConnection());
        http2.setInitialSessionRecvWindow(4 << 20);
        http2.setInitialStreamRecvWindow(1 << 20);
        http2.setStreamIdleTimeout(STREAM_IDLE.toMillis());
        RateControl.Factory rate = new WindowRateControl.Factory(FRAMES_PER_SECOND);
        http2.setRateControlFactory(rate);
        return http2;
    }

    private static SslContextFactory.Server ssl(TlsIdentity identity) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(identity.context());
        ssl.setWantClientAuth(true);
        ssl.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        ssl.setSniRequired(false);
        return ssl;
    }

    /** Raw paths for servlets, and WebSocket upgrades. */
    private static final class ServletContext extends AbstractConfiguration {
        ServletContext() {
            super(new Builder());
        }

        @Override
        public void configure(WebAppContext context) {
            ServletHandler servlets = context.getServletHandler();
            servlets.setDecodeAmbiguousURIs(true);
            context.setErrorHandler(new StatusErrors());
            WebSocketServerComponents.ensureWebSocketComponents(context.getServer(), context);
            JettyWebSocketServerContainer.ensureContainer(context.getServletContext());
        }
    }
}
