package dev.gantry.state.request;

import dev.gantry.api.status.ApiError;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;

/**
 * Bounds the requests that are worked on at a time, readers and writers apart, as Kubernetes'
 * {@code --max-requests-inflight} does. Watches do not count.
 */
final class InFlight {

    private final Semaphore reading;
    private final Semaphore writing;

    InFlight(int readers, int writers, MeterRegistry meters) {
        this.reading = new Semaphore(readers);
        this.writing = new Semaphore(writers);
        gauge(meters, "readOnly", reading, readers);
        gauge(meters, "mutating", writing, writers);
    }

    private static void gauge(MeterRegistry meters, String kind, Semaphore slots, int all) {
        Gauge.builder("apiserver.current.inflight.requests", slots, s -> all - s.availablePermits())
                .tag("request_kind", kind)
                .register(meters);
    }

    /**
     * Takes a slot; closing gives it back.
     *
     * @throws dev.gantry.api.status.ApiException 429 when there is none
     */
    Slot enter(boolean writes) {
        Semaphore slots = writes ? writing : reading;
        if (!slots.tryAcquire()) {
            throw ApiError.tooManyRequests("Too many requests, please try again later.", 1)
                    .exception();
        }
        return slots::release;
    }

    /** A place among those that are worked on. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }
}
