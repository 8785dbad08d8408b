package dev.gantry.state.publisher;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one seat of all replicas: whoever holds it publishes. Throws {@code StoreUnavailable} when
 * the database cannot be asked.
 */
public interface PublisherSeat {

    /** Takes the seat; null when another replica holds it. */
    @Nullable Held take();

    /** The seat while it is held; lost when the database says so at the next call. */
    interface Held extends AutoCloseable {

        /** How far the log was told by whoever held the seat last; empty for never. */
        Optional<Told> told();

        /** Remembers; may be lost with a crash, so that some changes are told again. */
        void remember(Told told);

        /** Gives up the seat. */
        @Override
        void close();
    }
}
