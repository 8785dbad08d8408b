package dev.gantry.runtime.door;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import dev.gantry.runtime.tracing.Traces;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.context.SmartLifecycle;

/**
 * Hands each request to a {@link StateDoor} on its own virtual thread and streams the reply as it
 * comes.
 *
 * <p>Raw path and query go through untouched. A write is a step of a trace: the caller's when it
 * sent a {@code traceparent}, else a new one, which the door is told; signs of life and events
 * begin none. A body over the limit is 413 before it is read whole. A client that goes away cancels
 * its reply. When the service stops, running replies are cancelled first, so that watches end in
 * order and their clients resume elsewhere.
 */
public final class DoorServlet extends HttpServlet implements SmartLifecycle {

    private static final String TRACE = "traceparent";
    private static final Pattern EVENTS = Pattern.compile("/api/v1/namespaces/[^/]+/events(/.*)?");
    private static final long DRAIN_BYTES = 16 << 20;
    private static final byte[] NO_BODY = new byte[0];

    private final transient StateDoor door;
    private final transient Function<HttpServletRequest, Caller> callers;
    private final transient DoorSettings settings;
    private final transient Traces traces;
    private final transient ClientPresence presence;
    private final transient Set<ServletReply> running = ConcurrentHashMap.newKeySet();
    private transient volatile boolean started;

    /**
     * @param callers tells who asks; throws an {@link ApiException} for whom it lets not in
     */
    public DoorServlet(
            StateDoor door,
            Function<HttpServletRequest, Caller> callers,
            DoorSettings settings,
            Traces traces,
            ClientPresence presence) {
        this.door = door;
        this.callers = callers;
        this.settings = settings;
        this.traces = traces;
        this.presence = presence;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ServletReply reply = new ServletReply(request, response, settings.compressFrom().toBytes());
        if (bodiless(request) || beginsNone(request)) {
            handle(request, response, reply);
            return;
        }
        String step = request.getMethod() + " " + request.getRequestURI();
        try (Traces.Step written = traces.begin(step, request.getHeader(TRACE))) {
            handle(request, response, reply);
        }
    }

    /** What comes by the second and is of no one's interest. */
    private static boolean beginsNone(HttpServletRequest request) {
        String path = request.getRequestURI();
        return request.getHeader(TRACE) == null
                && (path.startsWith("/apis/coordination.k8s.io/")
                        || path.startsWith("/apis/events.k8s.io/")
                        || path.startsWith("/internal/")
                        || EVENTS.matcher(path).matches());
    }

    private void handle(
            HttpServletRequest request, HttpServletResponse response, ServletReply reply)
            throws IOException {
        DoorRequest translated;
        try {
            translated = translate(callers.apply(request), request);
        } catch (ApiException e) {
            Statuses.send(response, e.error());
            return;
        }
        running.add(reply);
        try (ClientPresence.Registration watched = presence.watch(request, reply::cancel)) {
            door.call(translated, reply);
        } finally {
            running.remove(reply);
        }
        reply.finish();
    }

    private DoorRequest translate(Caller caller, HttpServletRequest request) throws IOException {
        String query = request.getQueryString();
        return new DoorRequest(
                caller,
                request.getMethod(),
                request.getRequestURI(),
                query == null ? "" : query,
                headers(request),
                body(request));
    }

    private Map<String, List<String>> headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
        }
        String trace = traces.current();
        if (trace != null) {
            headers.put(TRACE, List.of(trace));
        }
        return headers;
    }

    private byte[] body(HttpServletRequest request) throws IOException {
        boolean bulk = request.getRequestURI().startsWith("/internal/");
        long limit = (bulk ? settings.maxBulkBody() : settings.maxBody()).toBytes();
        long announced = request.getContentLengthLong();
        if (announced == 0 || announced < 0 && bodiless(request)) {
            return NO_BODY;
        }
        InputStream in = request.getInputStream();
        long expected = announced > 0 ? announced : limit + 1;
        byte[] body = announced > limit ? NO_BODY : in.readNBytes((int) expected);
        if (announced > limit || body.length > limit) {
            drain(in);
            throw ApiError.tooLarge("Request entity too large: limit is " + limit).exception();
        }
        return body;
    }

    /** Many a client reads no reply before it has sent its body; a monstrous one is cut off. */
    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = DRAIN_BYTES;
        while (left > 0) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }

    private static boolean bodiless(HttpServletRequest request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    /** How many requests are being handled, streams included. */
    public int running() {
        return running.size();
    }

    @Override
    public void start() {
        started = true;
    }

    /** Ends all replies that are still running. */
    @Override
    public void stop() {
        started = false;
        running.forEach(ServletReply::cancel);
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    /** Before the listener waits for its requests to finish. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
