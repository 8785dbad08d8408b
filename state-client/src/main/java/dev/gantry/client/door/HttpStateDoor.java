package dev.gantry.client.door;

import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door over HTTP/1.1 with mutual TLS: the caller is whom the certificate names. A request of
 * another caller, which only the gateway's certificate may carry, names it in {@code X-Remote-*}
 * headers.
 *
 * <p>Each running call holds one connection; idle ones are kept for the next call. A server that
 * cannot be reached is a 503 with Retry-After; a write whose reply was lost is a 504 without, since
 * it may have happened.
 */
public final class HttpStateDoor implements StateDoor, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HttpStateDoor.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int BUFFER_BYTES = 32 * 1024;

    private final URI base;
    private final Caller self;
    private final Duration replyTimeout;
    private final HttpClient client;

    /**
     * @param base for example {@code https://127.0.0.1:7443}, without a path
     * @param tls this service's certificate and the cluster's authority
     * @param self whom the certificate names
     */
    public HttpStateDoor(URI base, SSLContext tls, Caller self) {
        this(base, tls, self, Duration.ofSeconds(70));
    }

    /**
     * @param replyTimeout how long the head of a reply may take; a stream's body takes any time
     */
    public HttpStateDoor(URI base, SSLContext tls, Caller self, Duration replyTimeout) {
        this.base = base;
        this.self = self;
        this.replyTimeout = replyTimeout;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .sslContext(tls)
                        .executor(
                                Executors.newThreadPerTaskExecutor(
                                        Thread.ofVirtual().name("state-door-", 0).factory()))
                        .build();
    }

    @Override
    public void call(DoorRequest request, DoorReply reply) {
        HttpResponse<InputStream> response;
        try {
            response = client.send(translate(request), BodyHandlers.ofInputStream());
        } catch (ApiException e) {
            answer(reply, e.error());
            return;
        } catch (IOException e) {
            answer(reply, failure(request, e));
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer(reply, ApiError.unavailable("interrupted while waiting for the state service"));
            return;
        }
        relay(response, reply);
    }

    private HttpRequest translate(DoorRequest request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        try {
            HttpRequest.Builder builder =
                    HttpRequest.newBuilder(URI.create(base + request.path() + query))
                            .timeout(replyTimeout)
                            .method(
                                    request.method(),
                                    request.body().length == 0
                                            ? BodyPublishers.noBody()
                                            : BodyPublishers.ofByteArray(request.body()));
            DoorHeaders.forwarded(request.headers()).forEach((n, v) -> add(builder, n, v));
            if (!request.caller().user().equals(self.user())) {
                DoorHeaders.identity(request.caller()).forEach((n, v) -> add(builder, n, v));
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest("the request cannot be forwarded: " + e.getMessage())
                    .exception();
        }
    }

    private static void add(HttpRequest.Builder builder, String name, List<String> values) {
        values.forEach(value -> builder.header(name, value));
    }

    private ApiError failure(DoorRequest request, IOException e) {
        log.atDebug()
                .setCause(e)
                .addKeyValue("method", request.method())
                .addKeyValue("path", request.path())
                .log("the state service did not answer");
        boolean notSent = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
        if (notSent || request.method().equals("GET")) {
            return ApiError.unavailable(
                    "the state service at " + base.getAuthority() + " cannot be reached");
        }
        return ApiError.timeout(
                "the state service at "
                        + base.getAuthority()
                        + " did not answer; the outcome of the request is not known");
    }

    private static void relay(HttpResponse<InputStream> response, DoorReply reply) {
        Map<String, List<String>> headers =
                response.headers().map().entrySet().stream()
                        .filter(e -> !DoorHeaders.hopByHop(e.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        try (InputStream body = response.body()) {
            reply.onCancel(() -> closeQuietly(body));
            ByteSink sink = reply.begin(response.statusCode(), headers);
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                sink.write(buffer, 0, n);
                if (body.available() == 0) {
                    sink.flush();
                }
            }
            sink.close();
        } catch (IOException cut) {
            // The reply stays unfinished: the receiver is gone, or learns that it was cut off.
            log.atDebug().setCause(cut).log("a reply of the state service was cut off");
        }
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("closing a reply failed");
        }
    }

    private static void answer(DoorReply reply, ApiError error) {
        byte[] body = Json.bytes(error.toStatus());
        Map<String, List<String>> headers =
                error.retryAfterSeconds() > 0
                        ? Map.of(
                                "content-type",
                                List.of("application/json"),
                                "retry-after",
                                List.of(Integer.toString(error.retryAfterSeconds())))
                        : Map.of("content-type", List.of("application/json"));
        try (ByteSink sink = reply.begin(error.code(), headers)) {
            sink.write(body);
        } catch (IOException gone) {
            log.atDebug().setCause(gone).log("the receiver of a reply is gone");
        }
    }

    /** Ends all running calls. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
