package dev.gantry.gateway.impersonation;

import dev.gantry.access.Authorizer;
import dev.gantry.api.status.ApiException;
import dev.gantry.gateway.authentication.Callers;
import dev.gantry.runtime.door.Statuses;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets those who may act as another; 403 for all others. The audit log tells both names. */
final class ImpersonationFilter extends HttpFilter {

    private final transient Authorizer authorizer;

    ImpersonationFilter(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Impersonation wish = Impersonation.of(request);
        if (!wish.absent()) {
            try {
                wish.asked(Callers.of(request)).forEach(authorizer::require);
            } catch (ApiException e) {
                Statuses.send(response, e.error());
                return;
            }
            Callers.set(request, wish.caller());
        }
        chain.doFilter(request, response);
    }
}
