package dev.gantry.state.persistence.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A read that callers share: each gets the answer of one that began after it asked. At most one is
 * under way; whoever asks meanwhile waits for the next, together.
 */
final class SharedRead<T> {

    private final Supplier<T> read;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean underWay;
    private @Nullable CompletableFuture<T> next;

    SharedRead(Supplier<T> read) {
        this.read = read;
    }

    T get() {
        CompletableFuture<T> mine;
        boolean begins;
        lock.lock();
        try {
            begins = !underWay;
            underWay = true;
            mine = begins ? new CompletableFuture<>() : joined();
        } finally {
            lock.unlock();
        }
        if (begins) {
            perform(mine);
        }
        return await(mine);
    }

    private CompletableFuture<T> joined() {
        CompletableFuture<T> waiting = next;
        if (waiting == null) {
            waiting = new CompletableFuture<>();
            next = waiting;
        }
        return waiting;
    }

    private void perform(CompletableFuture<T> round) {
        try {
            round.complete(read.get());
        } catch (RuntimeException e) {
            round.completeExceptionally(e);
        } finally {
            passOn();
        }
    }

    private void passOn() {
        CompletableFuture<T> following;
        lock.lock();
        try {
            following = next;
            next = null;
            underWay = following != null;
        } finally {
            lock.unlock();
        }
        if (following != null) {
            Thread.ofVirtual().name("state-read").start(() -> perform(following));
        }
    }

    private static <T> T await(CompletableFuture<T> round) {
        try {
            return round.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
