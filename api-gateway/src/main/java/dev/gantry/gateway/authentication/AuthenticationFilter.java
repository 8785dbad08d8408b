package dev.gantry.gateway.authentication;

import dev.gantry.access.Attributes;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.door.Caller;
import dev.gantry.runtime.door.Statuses;
import dev.gantry.runtime.http.RequestCallers;
import dev.gantry.runtime.launch.ServiceName;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the caller by the client certificate, else by the token of a service account; 401 for
 * anyone without, but for health and version.
 *
 * <p>A credential that is not understood is 401 too, even beside an open path: its sender believes
 * that it counts.
 */
final class AuthenticationFilter extends HttpFilter {

    private static final Set<String> OPEN =
            Set.of("/version", "/version/", "/healthz", "/livez", "/readyz");

    private final transient RequestCallers certificates;
    private final transient RequestCallers tokens;

    AuthenticationFilter(RequestCallers certificates, RequestCallers tokens) {
        this.certificates = certificates;
        this.tokens = tokens;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Caller caller;
        try {
            caller = credential(request);
        } catch (ApiException e) {
            Statuses.send(response, e.error());
            return;
        }
        if (caller == null && request.getHeader("Authorization") == null && open(request)) {
            caller = Callers.ANONYMOUS;
        }
        if (caller == null || caller.user().isEmpty()) {
            Statuses.send(response, ApiError.unauthorized());
            return;
        }
        if (request.getRequestURI().startsWith("/internal/") && !serves(caller)) {
            Attributes asked = Attributes.path(caller, method(request), request.getRequestURI());
            Statuses.send(response, asked.forbidden(asked.denied("")));
            return;
        }
        Callers.set(request, caller);
        chain.doFilter(request, response);
    }

    private @Nullable Caller credential(HttpServletRequest request) {
        Caller certified = certificates.of(request);
        return certified == null ? tokens.of(request) : certified;
    }

    /** What machines say to each other in bulk is for nodes; other services have their own way. */
    private static boolean serves(Caller caller) {
        return caller.groups().contains("system:nodes")
                || caller.user().equals(ServiceName.NODE.caller().user());
    }

    private static String method(HttpServletRequest request) {
        return request.getMethod().toLowerCase(Locale.ROOT);
    }

    private static boolean open(HttpServletRequest request) {
        String path = request.getRequestURI();
        return OPEN.contains(path)
                || path.startsWith("/healthz/")
                || path.startsWith("/livez/")
                || path.startsWith("/readyz/");
    }
}
