package dev.gantry.controller;

import dev.gantry.controller.Reconciler.ObjectName;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says which keys a change concerns. Must not block: it runs on the informer's thread. */
public interface Trigger<T> {

    /**
     * @param before null when the object is new
     * @param after null when the object is gone
     */
    void changed(@Nullable T before, @Nullable T after, Consumer<ObjectName> queue);

    /** The keys of the object as it was and as it is. */
    static <T> Trigger<T> of(Function<T, ? extends Collection<ObjectName>> keys) {
        return (before, after, queue) -> {
            if (before != null) {
                keys.apply(before).forEach(queue);
            }
            if (after != null) {
                keys.apply(after).forEach(queue);
            }
        };
    }
}
