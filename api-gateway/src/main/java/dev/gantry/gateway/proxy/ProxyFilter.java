package dev.gantry.gateway.proxy;

import dev.gantry.access.Attributes;
import dev.gantry.access.Authorizer;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.door.Caller;
import dev.gantry.gateway.authentication.Callers;
import dev.gantry.runtime.door.Statuses;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the requests that a node or a pod answers. First the caller's right, then whether the
 * object is there, then the way to it, in Kubernetes' order.
 */
final class ProxyFilter extends HttpFilter {

    private static final Map<String, String> VERBS =
            Map.of(
                    "GET", "get",
                    "HEAD", "get",
                    "POST", "create",
                    "PUT", "update",
                    "PATCH", "patch",
                    "DELETE", "delete",
                    "OPTIONS", "get");
    private static final Set<String> COMMANDS = Set.of("exec", "attach", "portforward");

    private final transient Authorizer authorizer;
    private final transient Targets targets;
    private final transient Relay relay;

    ProxyFilter(Authorizer authorizer, Targets targets, Relay relay) {
        this.authorizer = authorizer;
        this.targets = targets;
        this.relay = relay;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<ProxyPath> path = ProxyPath.parse(request.getRequestURI());
        if (path.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try {
            handle(path.get(), request, response);
        } catch (ApiException e) {
            Statuses.send(response, e.error());
        }
    }

    private void handle(ProxyPath path, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        authorize(path, request);
        checkMethod(path, request);
        Optional<Upstream> upstream = targets.find(path, request);
        if (upstream.isEmpty()) {
            response.setContentType("text/plain");
            response.flushBuffer();
            return;
        }
        if (COMMANDS.contains(path.subresource()) && request.getHeader("Upgrade") == null) {
            throw ApiError.badRequest("Upgrade request required").exception();
        }
        relay.relay(upstream.get(), request, response);
    }

    private void authorize(ProxyPath path, HttpServletRequest request) {
        String verb = VERBS.getOrDefault(request.getMethod(), "");
        check(path, request, verb);
        if (COMMANDS.contains(path.subresource()) && verb.equals("get")) {
            // Running something in a pod is a write, however the stream is opened.
            check(path, request, "create");
        }
    }

    private void check(ProxyPath path, HttpServletRequest request, String verb) {
        Caller caller = Callers.of(request);
        Attributes asked =
                Attributes.resource(
                        caller,
                        verb,
                        "",
                        path.resource(),
                        path.subresource(),
                        path.namespace(),
                        path.name());
        authorizer.require(asked);
    }

    private static void checkMethod(ProxyPath path, HttpServletRequest request) {
        String method = request.getMethod();
        boolean allowed =
                switch (path.subresource()) {
                    case "log" -> method.equals("GET");
                    case "exec", "attach", "portforward" ->
                            method.equals("GET") || method.equals("POST");
                    default -> VERBS.containsKey(method);
                };
        if (!allowed) {
            throw ApiError.methodNotAllowed().exception();
        }
    }
}
