package dev.gantry.state.request;

import dev.gantry.api.quantity.GoDuration;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.Query;
import dev.gantry.state.store.Deadline;
import dev.gantry.state.store.ObjectStore;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The overall deadline of a request: its {@code timeout}, as Go writes durations, no longer than
 * the server's. What has waited until then is answered with 504, as kube-apiserver's request
 * deadline does.
 */
final class RequestTimeout {

    private RequestTimeout() {}

    /**
     * @throws ApiException 400 when {@code timeout} is no duration
     */
    static Duration of(Query query, Duration longest) {
        String text = query.text("timeout");
        if (text.isEmpty()) {
            return longest;
        }
        long nanos = nanos(text);
        return nanos <= 0 || nanos > longest.toNanos() ? longest : Duration.ofNanos(nanos);
    }

    private static long nanos(String text) {
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest("invalid timeout specified in the request URL").exception();
        }
    }

    /**
     * The answer, or 504 where the work failed and the time is over.
     *
     * @throws ApiException as the work does
     */
    static Answer within(Duration time, Supplier<Answer> work) {
        return Deadline.within(
                time,
                () -> {
                    try {
                        return work.get();
                    } catch (ApiException | ObjectStore.StoreUnavailable e) {
                        boolean mayBeStored = e instanceof ObjectStore.OutcomeUnknown;
                        if (Deadline.passed() && !mayBeStored) {
                            throw tooLate().exception();
                        }
                        throw e;
                    }
                });
    }

    private static ApiError tooLate() {
        return ApiError.timeout(
                "Timeout: request did not complete within requested timeout - context deadline"
                        + " exceeded");
    }
}
