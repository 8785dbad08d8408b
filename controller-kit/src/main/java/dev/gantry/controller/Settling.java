package dev.gantry.controller;

import dev.gantry.controller.Reconciler.ObjectName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which keys have written something that the informers may not have seen yet. */
final class Settling {

    /** Above this many entries those that have settled are swept out. */
    private static final int SWEEP_AT = 10_000;

    private final Sources sources;
    private final Map<ObjectName, OwnWrites> open = new ConcurrentHashMap<>();

    Settling(Sources sources) {
        this.sources = sources;
    }

    void wrote(ObjectName key, OwnWrites writes) {
        if (!writes.isEmpty()) {
            open.put(key, writes);
            if (open.size() > SWEEP_AT) {
                sweep();
            }
        }
    }

    /** Whether everything the key wrote is in the informers; waits a while for it. */
    boolean settled(ObjectName key, Duration patience) throws InterruptedException {
        OwnWrites writes = open.get(key);
        if (writes == null) {
            return true;
        }
        if (!seen(writes, patience)) {
            return false;
        }
        open.remove(key, writes);
        return true;
    }

    private boolean seen(OwnWrites writes, Duration patience) throws InterruptedException {
        for (Map.Entry<String, Long> wrote : writes.revisions().entrySet()) {
            if (!sources.await(wrote.getKey(), wrote.getValue(), patience)) {
                return false;
            }
        }
        return writes.gone().stream().allMatch(sources::isGone);
    }

    private void sweep() {
        open.entrySet()
                .removeIf(
                        e -> {
                            try {
                                return seen(e.getValue(), Duration.ZERO);
                            } catch (InterruptedException interrupted) {
                                Thread.currentThread().interrupt();
                                return false;
                            }
                        });
    }

    void clear() {
        open.clear();
    }
}
