package dev.gantry.controller;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When to reconcile a key again. */
public sealed interface Requeue {

    /** Only when something changes. */
    record OnChange() implements Requeue {}

    /** After a time, or earlier on change. */
    record After(Duration delay) implements Requeue {}

    /** With growing delay: something failed that may succeed later. */
    record BackOff(String why) implements Requeue {}

    static Requeue onChange() {
        return new OnChange();
    }

    /** On change when {@code delay} is null. */
    static Requeue after(@Nullable Duration delay) {
        return delay == null ? new OnChange() : new After(delay);
    }

    static Requeue backOff(String why) {
        return new BackOff(why);
    }
}
