package dev.gantry.state.request.read;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.api.status.ApiError.Details;
import java.util.List;

/** Failures that only reads have. */
final class ReadErrors {

    private ReadErrors() {}

    /** A revision from the future. */
    static ApiError tooLarge(long asked, long current) {
        String message =
                "Timeout: Too large resource version: %d, current: %d".formatted(asked, current);
        Cause cause = new Cause("ResourceVersionTooLarge", "Too large resource version", "");
        return new ApiError(
                504, "Timeout", message, new Details("", "", "", "", List.of(cause)), 1);
    }

    /** A revision whose changes are compacted. */
    static ApiError tooOld(long asked) {
        return ApiError.expired("The resourceVersion for the provided list is too old: " + asked);
    }

    static ApiError tooOldToWatch(long asked) {
        return ApiError.expired("too old resource version: " + asked);
    }
}
