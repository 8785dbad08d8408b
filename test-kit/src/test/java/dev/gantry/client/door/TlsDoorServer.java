package dev.gantry.client.door;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** A door behind the JDK's own HTTPS server, which asks for the client's certificate. */
final class TlsDoorServer implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SSLContext tls;
    private volatile Map<String, List<String>> lastHeaders = Map.of();

    private TlsDoorServer(HttpsServer server, SSLContext tls) {
        this.server = server;
        this.tls = tls;
    }

    static TlsDoorServer start(Path dir, StateDoor door) throws Exception {
        SSLContext tls = tls(dir);
        HttpsServer server =
                HttpsServer.create(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters ssl = tls.getDefaultSSLParameters();
                        ssl.setNeedClientAuth(true);
                        parameters.setSSLParameters(ssl);
                    }
                });
        TlsDoorServer started = new TlsDoorServer(server, tls);
        server.setExecutor(started.threads);
        server.createContext("/", exchange -> started.handle(exchange, door));
        server.start();
        return started;
    }

    /** One self-signed certificate serves both sides. */
    private static SSLContext tls(Path dir) throws Exception {
        Path store = dir.resolve("test.p12");
        if (!Files.exists(store)) {
            Process keytool =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "keytool")
                                            .toString(),
                                    "-genkeypair",
                                    "-alias",
                                    "test",
                                    "-keyalg",
                                    "EC",
                                    "-dname",
                                    "CN=system:gantry:api-gateway",
                                    "-ext",
                                    "san=ip:127.0.0.1",
                                    "-storetype",
                                    "PKCS12",
                                    "-keystore",
                                    store.toString(),
                                    "-storepass",
                                    new String(PASSWORD))
                            .inheritIO()
                            .start();
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed");
            }
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", keys.getCertificate("test"));
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD);
        TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
        others.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return context;
    }

    private void handle(HttpExchange exchange, StateDoor door) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        lastHeaders = headers;
        URI uri = exchange.getRequestURI();
        byte[] body = exchange.getRequestBody().readAllBytes();
        door.call(
                new DoorRequest(
                        Caller.service("api-gateway"),
                        exchange.getRequestMethod(),
                        uri.getRawPath(),
                        uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                        headers,
                        body),
                new ExchangeReply(exchange));
    }

    private record ExchangeReply(HttpExchange exchange) implements DoorReply {

        @Override
        public ByteSink begin(int status, Map<String, List<String>> headers) {
            headers.forEach(
                    (n, values) -> values.forEach(v -> exchange.getResponseHeaders().add(n, v)));
            exchange.getResponseHeaders().remove("content-length");
            try {
                exchange.sendResponseHeaders(status, 0);
            } catch (IOException gone) {
                throw new java.io.UncheckedIOException(gone);
            }
            OutputStream out = exchange.getResponseBody();
            return new ByteSink() {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                }

                @Override
                public void flush() throws IOException {
                    out.flush();
                }

                @Override
                public void close() throws IOException {
                    out.close();
                    exchange.close();
                }
            };
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {}
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    SSLContext clientTls() {
        return tls;
    }

    Map<String, List<String>> lastHeaders() {
        return lastHeaders;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
