package dev.gantry.state.request;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.Query;
import dev.gantry.state.store.Deadline;
import dev.gantry.state.store.ObjectStore;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The overall deadline of a request: its {@code timeout}, as Go writes durations, no longer than
 * the server's. What has waited until then is answered with 504, as kube-apiserver's request
 * deadline does.
 */
final class RequestTimeout {

    private static final Pattern PART =
            Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Double> NANOS =
            Map.of(
                    "ns", 1.0, "us", 1e3, "µs", 1e3, "μs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h",
                    3600e9);

    private RequestTimeout() {}

    /**
     * @throws ApiException 400 when {@code timeout} is no duration
     */
    static Duration of(Query query, Duration longest) {
        String text = query.text("timeout");
        if (text.isEmpty()) {
            return longest;
        }
        double nanos = nanos(text);
        return nanos <= 0 || nanos > longest.toNanos() ? longest : Duration.ofNanos((long) nanos);
    }

    /** Go's {@code time.ParseDuration}. */
    private static double nanos(String text) {
        String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        Matcher part = PART.matcher(rest);
        double sum = 0;
        int at = 0;
        while (at < rest.length() && part.find(at) && part.start() == at) {
            sum += Double.parseDouble(part.group(1)) * NANOS.getOrDefault(part.group(2), 0.0);
            at = part.end();
        }
        if (at == 0 || at < rest.length()) {
            throw ApiError.badRequest("invalid timeout specified in the request URL").exception();
        }
        return text.startsWith("-") ? -sum : sum;
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
