package dev.gantry.client;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Tries again what a busy or briefly absent server refused.
 *
 * @param attempts in all
 * @param first the first delay; it doubles, with jitter of half, and is at least what the server
 *     asked for, at most {@code cap}
 */
record Retries(int attempts, Duration first, Duration cap) {

    static final Retries USUAL = new Retries(4, Duration.ofMillis(100), Duration.ofSeconds(3));

    /**
     * @param repeatable whether a repetition is harmless even if the first attempt had an effect
     * @throws ApiException the last failure; an interrupted wait ends with the failure at hand
     */
    <T> T run(boolean repeatable, Supplier<T> attempt) {
        for (int i = 1; ; i++) {
            try {
                return attempt.get();
            } catch (ApiException e) {
                if (i >= attempts || !mayRepeat(e.error(), repeatable) || !pause(i, e.error())) {
                    throw e;
                }
            }
        }
    }

    private static boolean mayRepeat(ApiError error, boolean repeatable) {
        boolean passing = error.code() == 429 || error.code() == 503;
        return passing && (repeatable || error.retryAfterSeconds() > 0);
    }

    private boolean pause(int attempt, ApiError error) {
        long grown = first.toMillis() << (attempt - 1);
        long asked = Math.max(grown, error.retryAfterSeconds() * 1000L);
        long base = Math.min(asked, cap.toMillis());
        try {
            Thread.sleep(base / 2 + ThreadLocalRandom.current().nextLong(base / 2 + 1));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
