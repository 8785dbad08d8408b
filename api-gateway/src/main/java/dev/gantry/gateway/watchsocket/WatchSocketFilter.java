package dev.gantry.gateway.watchsocket;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import dev.gantry.gateway.authentication.Callers;
import dev.gantry.runtime.door.Statuses;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.springframework.context.SmartLifecycle;

/**
 * Turns a watch that asks for {@code Upgrade: websocket} into messages. The door is asked first: a
 * refusal is an ordinary reply, and only a watch that has begun is upgraded.
 */
final class WatchSocketFilter extends HttpFilter implements SmartLifecycle {

    private final transient StateDoor door;
    private final transient Set<WatchSocket> open = ConcurrentHashMap.newKeySet();
    private transient volatile boolean started;

    WatchSocketFilter(StateDoor door) {
        this.door = door;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            chain.doFilter(request, response);
            return;
        }
        WatchSocket socket = new WatchSocket();
        open.add(socket);
        DoorRequest asked = translate(request);
        Thread.ofVirtual()
                .name("api-gateway/watch-socket")
                .start(
                        () -> {
                            try {
                                door.call(asked, socket.reply());
                            } finally {
                                open.remove(socket);
                                socket.doorReturned();
                            }
                        });
        answer(socket, request, response);
    }

    private static void answer(
            WatchSocket socket, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        WatchSocket.Head head;
        try {
            head = socket.head().get();
        } catch (ExecutionException e) {
            Statuses.send(response, ApiError.internal("no reply was given"));
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Statuses.send(response, ApiError.unavailable("the server is stopping"));
            return;
        }
        if (head.status() == 200) {
            JettyWebSocketServerContainer container =
                    JettyWebSocketServerContainer.getContainer(request.getServletContext());
            if (!container.upgrade((ask, answer) -> socket, request, response)) {
                socket.cancel();
            }
            return;
        }
        response.setStatus(head.status());
        head.headers().forEach((name, values) -> values.forEach(v -> response.addHeader(name, v)));
        response.getOutputStream().write(head.body());
    }

    private static DoorRequest translate(HttpServletRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.startsWith("sec-websocket-")
                    && !lower.equals("upgrade")
                    && !lower.equals("connection")) {
                headers.put(lower, Collections.list(request.getHeaders(name)));
            }
        }
        String query = request.getQueryString();
        return new DoorRequest(
                Callers.of(request),
                "GET",
                request.getRequestURI(),
                query == null ? "" : query,
                headers,
                new byte[0]);
    }

    @Override
    public void start() {
        started = true;
    }

    @Override
    public void stop() {
        started = false;
        open.forEach(WatchSocket::cancel);
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
