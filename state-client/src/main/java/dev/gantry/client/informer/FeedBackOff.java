package dev.gantry.client.informer;

import dev.gantry.api.status.ApiError;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a feed may try again after failures in a row. The first of them is logged. */
final class FeedBackOff {

    private static final Logger log = LoggerFactory.getLogger(FeedBackOff.class);
    private static final int LONGEST_SHIFT = 20;

    private final String groupResource;
    private final InformerSettings settings;
    private final FeedMetrics metrics;
    private final LongSupplier nanoTime;
    private int failures;
    private long notBefore;

    FeedBackOff(
            String groupResource,
            InformerSettings settings,
            FeedMetrics metrics,
            LongSupplier nanoTime) {
        this.groupResource = groupResource;
        this.settings = settings;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    void failed(String what, ApiError error) {
        failures++;
        long delay =
                Math.min(
                        settings.retryFirst().toNanos() << Math.min(failures - 1, LONGEST_SHIFT),
                        settings.retryCap().toNanos());
        notBefore = nanoTime.getAsLong() + delay;
        metrics.failed();
        (failures == 1 ? log.atInfo() : log.atDebug())
                .addKeyValue("kind", groupResource)
                .addKeyValue("error", error.message())
                .addKeyValue("attempt", failures)
                .log(what);
    }

    void succeeded() {
        failures = 0;
    }

    boolean over() {
        return remainingNanos() <= 0;
    }

    long remainingNanos() {
        return failures == 0 ? 0 : notBefore - nanoTime.getAsLong();
    }
}
