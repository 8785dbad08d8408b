package dev.gantry.client.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records the steps that a change takes through a service. */
public interface Steps {

    /** Records nothing. */
    Steps NONE = new NoSteps();

    /**
     * Begins a step on the calling thread, where it must be closed too; writes made in between
     * carry it on.
     *
     * @param traceParent W3C trace context of what caused it; null for the thread's own, if any
     */
    Step begin(String name, @Nullable String traceParent);

    /** Begins a step where the cause is known; without one, nothing is recorded. */
    default Step follow(String name, @Nullable String traceParent) {
        return traceParent == null ? NoSteps.STEP : begin(name, traceParent);
    }

    /**
     * Records a step that is over.
     *
     * @param object as {@link #object} gives it
     */
    void record(String name, String traceParent, String object, Instant from, Instant to);

    /** The W3C trace context of the calling thread, null for none. */
    @Nullable String current();

    /** How a step names what it is about: {@code pods/default/web-1}, {@code nodes/node-1}. */
    static String object(String groupResource, String namespace, String name) {
        return groupResource + "/" + (namespace.isEmpty() ? name : namespace + "/" + name);
    }

    /** A step that is going on. */
    interface Step extends AutoCloseable {

        /** Names the object that the step is about. */
        Step about(String groupResource, String namespace, String name);

        /** What the step turned out to be. */
        Step named(String name);

        Step failed(Throwable error);

        @Override
        void close();
    }
}
