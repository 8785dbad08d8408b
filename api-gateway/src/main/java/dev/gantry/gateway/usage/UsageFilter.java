package dev.gantry.gateway.usage;

import dev.gantry.access.Attributes;
import dev.gantry.access.Authorizer;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.gateway.authentication.Callers;
import dev.gantry.runtime.door.Statuses;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the requests for measurements. */
final class UsageFilter extends HttpFilter {

    private static final List<String> SELECTORS = List.of("labelSelector", "fieldSelector");

    private final transient Authorizer authorizer;
    private final transient Usage usage;

    UsageFilter(Authorizer authorizer, Usage usage) {
        this.authorizer = authorizer;
        this.usage = usage;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<UsagePath> path = UsagePath.parse(request.getRequestURI());
        if (path.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try {
            byte[] body = answer(path.get(), request);
            response.setContentType("application/json");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        } catch (ApiException e) {
            Statuses.send(response, e.error());
        }
    }

    private byte[] answer(UsagePath path, HttpServletRequest request) {
        Attributes asked = path.asked(Callers.of(request));
        authorizer.require(asked);
        if (!request.getMethod().equals("GET")) {
            throw ApiError.methodNotAllowed().exception();
        }
        Map<String, String> query = new HashMap<>();
        for (String selector : SELECTORS) {
            String value = request.getParameter(selector);
            if (value != null && !value.isEmpty()) {
                query.put(selector, value);
            }
        }
        return Json.bytes(usage.answer(path, query));
    }
}
