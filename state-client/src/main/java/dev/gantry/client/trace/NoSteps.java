package dev.gantry.client.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records nothing. */
final class NoSteps implements Steps {

    static final Step STEP = new NoStep();

    @Override
    public Step begin(String name, @Nullable String traceParent) {
        return STEP;
    }

    @Override
    public void record(String name, String traceParent, String object, Instant from, Instant to) {}

    @Override
    public @Nullable String current() {
        return null;
    }

    private static final class NoStep implements Step {

        @Override
        public Step about(String groupResource, String namespace, String name) {
            return this;
        }

        @Override
        public Step named(String name) {
            return this;
        }

        @Override
        public Step failed(Throwable error) {
            return this;
        }

        @Override
        public void close() {}
    }
}
