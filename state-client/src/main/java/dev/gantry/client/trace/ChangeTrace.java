package dev.gantry.client.trace;

import org.jspecify.annotations.Nullable;

/**
 * The trace of the change that an informer is telling its listeners. Whoever acts on the change
 * later keeps it beside the key and begins its step with it. Nothing is kept here.
 */
public final class ChangeTrace {

    private static final ScopedValue<String> TOLD = ScopedValue.newInstance();

    private ChangeTrace() {}

    /**
     * The W3C trace context of the change being told on this thread; null when it has none or when
     * it comes from a list.
     */
    public static @Nullable String current() {
        return TOLD.isBound() ? TOLD.get() : null;
    }

    /** Tells a change under its trace. */
    public static void during(@Nullable String traceParent, Runnable telling) {
        if (traceParent == null) {
            telling.run();
        } else {
            ScopedValue.where(TOLD, traceParent).run(telling);
        }
    }
}
