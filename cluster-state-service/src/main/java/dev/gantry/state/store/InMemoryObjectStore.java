package dev.gantry.state.store;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.events.ChangeRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The store without a database, for tests and simulations: same contract, nothing survives the
 * process, and every change is kept until {@link #compact}.
 */
public final class InMemoryObjectStore implements ObjectStore {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Clock clock;
    private final TreeMap<ObjectKey, StoredObject> objects = new TreeMap<>();
    private final TreeMap<Long, StoredChange> changes = new TreeMap<>();
    private UUID epoch = UUID.randomUUID();
    private long revision;
    private long compacted;
    private boolean away;

    public InMemoryObjectStore() {
        this(Clock.systemUTC());
    }

    public InMemoryObjectStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public CommitResult commit(WriteGroup group) {
        return locked(
                () -> {
                    CommitResult.Refused refused = firstRefusal(group);
                    return refused != null ? refused : apply(group);
                });
    }

    private CommitResult.@Nullable Refused firstRefusal(WriteGroup group) {
        for (Guard guard : group.guards()) {
            CommitResult.Refused refused = check(guard);
            if (refused != null) {
                return refused;
            }
        }
        for (Write write : group.writes()) {
            CommitResult.Refused refused = check(write);
            if (refused != null) {
                return refused;
            }
        }
        return null;
    }

    private CommitResult.@Nullable Refused check(Guard guard) {
        return switch (guard) {
            case Guard.Present(ObjectKey key, String uid) -> {
                StoredObject found = objects.get(key);
                boolean holds = found != null && found.uid().equals(uid);
                yield holds ? null : refused(CommitResult.Reason.GUARD_FAILED, key);
            }
            case Guard.AtRevision(ObjectKey key, long expected) ->
                    revisionOf(key) == expected
                            ? null
                            : refused(CommitResult.Reason.GUARD_FAILED, key);
            case Guard.LeaseHeld held ->
                    isHeld(held) ? null : refused(CommitResult.Reason.LEASE_LOST, held.lease());
        };
    }

    private boolean isHeld(Guard.LeaseHeld held) {
        StoredObject lease = objects.get(held.lease());
        if (lease == null) {
            return false;
        }
        JsonNode spec = Json.parse(lease.body()).path("spec");
        return Json.text(spec, "holderIdentity").equals(held.holder())
                && spec.path("leaseTransitions").asInt(0) == held.transitions();
    }

    private CommitResult.@Nullable Refused check(Write write) {
        long found = revisionOf(write.key());
        return switch (write) {
            case Write.Create create ->
                    found == 0 ? null : refused(CommitResult.Reason.ALREADY_EXISTS, create.key());
            case Write.Replace replace -> expect(replace.key(), replace.expectedRevision(), found);
            case Write.Delete delete -> expect(delete.key(), delete.expectedRevision(), found);
        };
    }

    private CommitResult.@Nullable Refused expect(ObjectKey key, long expected, long found) {
        if (found == 0) {
            return refused(CommitResult.Reason.NOT_FOUND, key);
        }
        return found == expected ? null : refused(CommitResult.Reason.REVISION_DIFFERS, key);
    }

    private CommitResult.Refused refused(CommitResult.Reason reason, ObjectKey key) {
        StoredObject found = objects.get(key);
        return new CommitResult.Refused(
                reason, key, revisionOf(key), found == null ? "" : found.uid());
    }

    private long revisionOf(ObjectKey key) {
        StoredObject found = objects.get(key);
        return found == null ? 0 : found.revision();
    }

    private CommitResult.Committed apply(WriteGroup group) {
        List<Long> revisions = new ArrayList<>();
        for (Write write : group.writes()) {
            revisions.add(apply(write, group));
        }
        advanced.signalAll();
        return new CommitResult.Committed(revisions);
    }

    private long apply(Write write, WriteGroup group) {
        StoredObject before = objects.get(write.key());
        long given = ++revision;
        long created = before == null ? given : before.createdRevision();
        StoredObject now = write.stored(given, created);
        if (write instanceof Write.Delete) {
            objects.remove(write.key());
        } else {
            objects.put(write.key(), now);
        }
        StoredChange change =
                new StoredChange(
                        kind(write),
                        now,
                        before == null ? 0 : before.revision(),
                        group.actor(),
                        clock.instant(),
                        group.traceParent());
        changes.put(given, change);
        return given;
    }

    private static ChangeRecord.Kind kind(Write write) {
        return switch (write) {
            case Write.Create create -> ChangeRecord.Kind.ADDED;
            case Write.Replace replace -> ChangeRecord.Kind.MODIFIED;
            case Write.Delete delete -> ChangeRecord.Kind.DELETED;
        };
    }

    @Override
    public long revision() {
        return locked(() -> revision);
    }

    @Override
    public UUID epoch() {
        return locked(() -> epoch);
    }

    @Override
    public @Nullable StoredObject read(ObjectKey key) {
        return locked(() -> objects.get(key));
    }

    @Override
    public long snapshot(Consumer<StoredObject> each) {
        Map<Long, List<StoredObject>> taken =
                locked(() -> Map.of(revision, List.copyOf(objects.values())));
        var only = taken.entrySet().iterator().next();
        only.getValue().forEach(each);
        return only.getKey();
    }

    @Override
    public List<StoredChange> changesAfter(long after, int limit) throws Compacted {
        List<StoredChange> found =
                locked(
                        () ->
                                after < compacted
                                        ? List.<StoredChange>of()
                                        : changes.tailMap(after, false).values().stream()
                                                .limit(limit)
                                                .toList());
        if (found.isEmpty() && after < compacted()) {
            throw new Compacted("changes up to " + compacted() + " are gone");
        }
        return found;
    }

    @Override
    public boolean awaitBeyond(long after, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (revision <= after && left > 0) {
                left = advanced.awaitNanos(left);
            }
            return revision > after;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long compacted() {
        return locked(() -> compacted);
    }

    @Override
    public Map<Long, StoredObject> statesAt(Collection<Long> revisions) {
        return locked(
                () -> {
                    Map<Long, StoredObject> states = new HashMap<>();
                    for (long wanted : revisions) {
                        StoredChange change = changes.get(wanted);
                        if (change != null) {
                            states.put(wanted, change.object());
                        }
                    }
                    return states;
                });
    }

    /** Forgets the changes up to a revision. */
    public void compact(long upTo) {
        locked(
                () -> {
                    compacted = Math.max(compacted, Math.min(upTo, revision));
                    changes.headMap(compacted, true).clear();
                    return null;
                });
    }

    /** While away, every call fails as when the database is gone. */
    public void away(boolean now) {
        lock.lock();
        try {
            away = now;
        } finally {
            lock.unlock();
        }
    }

    /** As after a restore: another epoch, and a revision far ahead. */
    public void restored() {
        locked(
                () -> {
                    epoch = UUID.randomUUID();
                    revision += 1_000_000;
                    compacted = revision;
                    changes.clear();
                    advanced.signalAll();
                    return null;
                });
    }

    private interface Action<T extends @Nullable Object> {
        T run();
    }

    private <T extends @Nullable Object> T locked(Action<T> action) {
        lock.lock();
        try {
            if (away) {
                throw new StoreUnavailable("the store is away", null);
            }
            return action.run();
        } finally {
            lock.unlock();
        }
    }
}
