package dev.gantry.state.publisher;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The seat in memory, shared by the publishers of a test. */
final class FakeSeat implements PublisherSeat {

    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile @Nullable Told told;

    @Override
    public @Nullable Held take() {
        return taken.compareAndSet(false, true) ? new Chair() : null;
    }

    /** What the next holder begins with. */
    void forgetTo(Told earlier) {
        told = earlier;
    }

    @Nullable Told told() {
        return told;
    }

    private final class Chair implements Held {
        @Override
        public Optional<Told> told() {
            return Optional.ofNullable(told);
        }

        @Override
        public void remember(Told now) {
            told = now;
        }

        @Override
        public void close() {
            taken.set(false);
        }
    }
}
