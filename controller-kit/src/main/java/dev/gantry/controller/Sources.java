package dev.gantry.controller;

import dev.gantry.client.informer.Informer;
import dev.gantry.controller.Reconciler.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The informers a controller decides by. */
final class Sources {

    private record Source<T>(String groupResource, Informer<T> informer, Trigger<T> trigger) {

        void all(Consumer<ObjectName> queue) {
            informer.list().forEach(object -> trigger.changed(null, object, queue));
        }
    }

    private final List<Source<?>> all = new ArrayList<>();
    private final Map<String, Source<?>> byKind = new ConcurrentHashMap<>();

    <T> void add(
            String groupResource,
            Informer<T> informer,
            Trigger<T> trigger,
            Consumer<ObjectName> queue) {
        Source<T> source = new Source<>(groupResource, informer, trigger);
        all.add(source);
        byKind.putIfAbsent(groupResource, source);
        informer.listen(
                new Informer.Listener<>() {
                    @Override
                    public void added(T object) {
                        trigger.changed(null, object, queue);
                    }

                    @Override
                    public void changed(T before, T after) {
                        trigger.changed(before, after, queue);
                    }

                    @Override
                    public void removed(T last) {
                        trigger.changed(last, null, queue);
                    }
                });
    }

    /** The kind that was added first, by convention the one whose names are keys; or empty. */
    String first() {
        return all.isEmpty() ? "" : all.getFirst().groupResource;
    }

    /** Every key that any present object concerns. */
    void allKeys(Consumer<ObjectName> queue) {
        all.forEach(source -> source.all(queue));
    }

    /** Whether all are complete and none is behind {@code revision}. */
    boolean reached(long revision) {
        return all.stream().allMatch(s -> s.informer.synced() && s.informer.seen() >= revision);
    }

    /** Waits for one kind; true when it is no source, because then nothing is decided by it. */
    boolean await(String groupResource, long revision, Duration timeout)
            throws InterruptedException {
        Source<?> source = byKind.get(groupResource);
        return source == null || source.informer.awaitSeen(revision, timeout);
    }

    boolean isGone(OwnWrites.Gone gone) {
        Source<?> source = byKind.get(gone.groupResource());
        Object present = source == null ? null : source.informer.get(gone.namespace(), gone.name());
        return !(present instanceof HasMetadata object) || !sameUid(object, gone.uid());
    }

    private static boolean sameUid(@Nullable HasMetadata object, String uid) {
        return object != null && uid.equals(object.getMetadata().getUid());
    }
}
