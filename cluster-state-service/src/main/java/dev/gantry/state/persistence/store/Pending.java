package dev.gantry.state.persistence.store;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.store.CommitResult;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.Write;
import dev.gantry.state.store.WriteGroup;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** A group on its way to be committed, and its caller's wait. */
final class Pending {

    private enum Stage {
        WAITING,
        TAKEN,
        WITHDRAWN
    }

    private final WriteGroup group;
    private final long sizeBytes;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private final CompletableFuture<CommitResult> result = new CompletableFuture<>();

    Pending(WriteGroup group) {
        this.group = group;
        this.sizeBytes = group.writes().stream().mapToLong(w -> w.body().length).sum();
    }

    WriteGroup group() {
        return group;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Whether it writes one of these keys. */
    boolean meets(Set<ObjectKey> keys) {
        return group.writes().stream().anyMatch(write -> keys.contains(write.key()));
    }

    void addKeysTo(Set<ObjectKey> keys) {
        group.writes().stream().map(Write::key).forEach(keys::add);
    }

    /** The writer: takes it for good, unless its caller gave up. */
    boolean take() {
        return stage.compareAndSet(Stage.WAITING, Stage.TAKEN);
    }

    void complete(CommitResult answer) {
        result.complete(answer);
    }

    void fail(RuntimeException why) {
        result.completeExceptionally(why);
    }

    /** The caller: waits; when the time is over before the writer took it, nothing is written. */
    CommitResult await(Duration timeout) {
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return withdrawn("not committed within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return withdrawn("interrupted");
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private CommitResult withdrawn(String why) {
        if (stage.compareAndSet(Stage.WAITING, Stage.WITHDRAWN)) {
            throw new ObjectStore.StoreUnavailable(
                    "the store did not take the write: " + why, null);
        }
        try {
            return result.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw rethrown(e);
        }
    }

    /** The same failure with the trace of whoever waits. */
    private static RuntimeException rethrown(Exception wrapped) {
        return switch (wrapped.getCause()) {
            case ObjectStore.OutcomeUnknown e ->
                    new ObjectStore.OutcomeUnknown(String.valueOf(e.getMessage()), e);
            case ObjectStore.StoreUnavailable e ->
                    new ObjectStore.StoreUnavailable(String.valueOf(e.getMessage()), e);
            case ObjectStore.WriteRejected e ->
                    new ObjectStore.WriteRejected(String.valueOf(e.getMessage()), e);
            case RuntimeException e -> e;
            case null, default -> new IllegalStateException(wrapped);
        };
    }
}
