package dev.gantry.gateway.audit;

import dev.gantry.client.door.Caller;
import dev.gantry.gateway.authentication.Callers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Gives each request its {@code Audit-Id}, and each write a line in the audit log. */
final class AuditFilter extends HttpFilter {

    private final transient @Nullable AuditLog log;
    private final boolean services;
    private final transient Clock clock;

    /**
     * @param log null for none
     */
    AuditFilter(@Nullable AuditLog log, boolean services, Clock clock) {
        this.log = log;
        this.services = services;
        this.clock = clock;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        UUID id = identifier(request);
        response.setHeader("Audit-Id", id.toString());
        Caller caller = Callers.of(request);
        if (log == null || !recorded(request, caller)) {
            chain.doFilter(request, response);
            return;
        }
        AuditEvent event = AuditEvent.of(id, caller, request, clock.instant());
        try {
            chain.doFilter(request, response);
        } finally {
            log.add(event.line(Callers.of(request), response.getStatus(), clock.instant()));
        }
    }

    private boolean recorded(HttpServletRequest request, Caller caller) {
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        String path = request.getRequestURI();
        boolean command = path.endsWith("/exec") || path.endsWith("/attach");
        boolean inside =
                caller.groups().contains("system:gantry:services")
                        || caller.groups().contains("system:nodes");
        return (!reads || command) && (services || !inside);
    }

    /** A client may name it; Kubernetes: header Audit-ID. */
    private static UUID identifier(HttpServletRequest request) {
        String given = request.getHeader("Audit-ID");
        try {
            if (given != null) {
                return UUID.fromString(given);
            }
        } catch (IllegalArgumentException notOne) {
            // A name that is no UUID is not taken over.
            return random();
        }
        return random();
    }

    private static UUID random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
