package dev.gantry.client.informer;

import dev.gantry.client.informer.Informer.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who listens to a copy. A listener that fails does not keep the others from hearing. */
final class Audience<T> {

    private final List<Listener<T>> listeners = new ArrayList<>();
    private final Consumer<RuntimeException> bugs;

    Audience(Consumer<RuntimeException> bugs) {
        this.bugs = bugs;
    }

    /** Joins and is told of everything present as added. */
    void join(Listener<T> listener, List<T> present) {
        listeners.add(listener);
        present.forEach(object -> guarded(() -> listener.added(object)));
    }

    /**
     * Tells one change; null means absent.
     *
     * @param another whether it is another object of the same name: removed, then added
     */
    void tell(@Nullable Supplier<T> before, @Nullable Supplier<T> after, boolean another) {
        for (Listener<T> listener : List.copyOf(listeners)) {
            if (another) {
                guarded(() -> tell(listener, before, null));
                guarded(() -> tell(listener, null, after));
            } else {
                guarded(() -> tell(listener, before, after));
            }
        }
    }

    private static <T> void tell(
            Listener<T> listener, @Nullable Supplier<T> before, @Nullable Supplier<T> after) {
        if (before == null && after != null) {
            listener.added(after.get());
        } else if (before != null && after == null) {
            listener.removed(before.get());
        } else if (before != null && after != null) {
            listener.changed(before.get(), after.get());
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            bugs.accept(e);
        }
    }
}
