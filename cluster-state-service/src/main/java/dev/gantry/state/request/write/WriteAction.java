package dev.gantry.state.request.write;

import dev.gantry.api.status.ApiError;
import dev.gantry.state.store.CommitResult.Refused;
import org.jspecify.annotations.Nullable;

/**
 * One write that was understood but not yet decided. Used by one thread; planning has no effect
 * outside, so that it can be repeated on fresher state.
 */
public interface WriteAction {

    /**
     * Decides.
     *
     * @param live whether the object is read from the store; otherwise the cache may be behind
     * @throws dev.gantry.api.status.ApiException when the write is refused
     */
    Plan plan(boolean live);

    /** What a refused commit means to the caller; null when the write is to be planned again. */
    @Nullable ApiError refusal(Refused refused);

    /**
     * Whether the plan depends on the object as it is, so that a refusal may be due to staleness.
     */
    default boolean readsObject() {
        return true;
    }
}
