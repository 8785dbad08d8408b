package dev.gantry.gateway.limits;

import dev.gantry.api.status.ApiError;
import dev.gantry.runtime.door.Statuses;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * Refuses what would be one too many at once, before its body is read. Health is never refused: it
 * has a servlet of its own.
 */
final class InFlightFilter extends HttpFilter {

    private static final int RETRY_SECONDS = 1;

    private final transient Places reads;
    private final transient Places writes;
    private final transient Places streams;

    InFlightFilter(LimitSettings settings, MeterRegistry meters) {
        reads = Places.of(RequestKind.READ, settings.reads(), meters);
        writes = Places.of(RequestKind.WRITE, settings.writes(), meters);
        streams = Places.of(RequestKind.STREAM, settings.streams(), meters);
    }

    private Places places(RequestKind kind) {
        return switch (kind) {
            case READ -> reads;
            case WRITE -> writes;
            case STREAM -> streams;
        };
    }

    /** The free places of one kind, and how many found none. */
    private record Places(Semaphore free, Counter refused) {
        static Places of(RequestKind kind, int limit, MeterRegistry meters) {
            Semaphore free = new Semaphore(limit);
            String label = kind.name().toLowerCase(Locale.ROOT);
            Gauge.builder("gateway.inflight.requests", () -> limit - free.availablePermits())
                    .tag("kind", label)
                    .register(meters);
            return new Places(
                    free,
                    Counter.builder("gateway.refused.requests")
                            .tag("kind", label)
                            .register(meters));
        }
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Places places = places(RequestKind.of(request));
        if (!places.free().tryAcquire()) {
            places.refused().increment();
            Statuses.send(
                    response,
                    ApiError.tooManyRequests(
                            "Too many requests, please try again later.", RETRY_SECONDS));
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.free().release();
        }
    }
}
