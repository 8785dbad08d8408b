package dev.gantry.state.persistence.store;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.events.ChangeRecord;
import dev.gantry.state.store.CommitResult;
import dev.gantry.state.store.Guard;
import dev.gantry.state.store.StoredChange;
import dev.gantry.state.store.Write;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups committed by one call, as a list of operations: of each group its guards, then its writes.
 * Says what an answer means for each group.
 */
record Batch(List<Pending> groups) {

    private static final CommitResult.Reason[] REASONS = {
        CommitResult.Reason.ALREADY_EXISTS,
        CommitResult.Reason.NOT_FOUND,
        CommitResult.Reason.REVISION_DIFFERS,
        CommitResult.Reason.GUARD_FAILED,
        CommitResult.Reason.LEASE_LOST
    };

    /** One line of the call. */
    record Operation(
            int kind, ObjectKey key, String uid, long revision, int spliceAt, byte[] body) {

        private static final byte[] NOTHING = {};

        static Operation of(Guard guard) {
            return switch (guard) {
                case Guard.Present(ObjectKey key, String uid) ->
                        new Operation(11, key, uid, 0, 0, NOTHING);
                case Guard.AtRevision(ObjectKey key, long revision) ->
                        new Operation(12, key, "", revision, 0, NOTHING);
                case Guard.LeaseHeld(ObjectKey lease, String holder, int transitions) ->
                        new Operation(13, lease, holder, transitions, 0, NOTHING);
            };
        }

        static Operation of(Write write) {
            return switch (write) {
                case Write.Create w -> of(1, w, 0);
                case Write.Replace w -> of(2, w, w.expectedRevision());
                case Write.Delete w -> of(3, w, w.expectedRevision());
            };
        }

        private static Operation of(int kind, Write write, long expected) {
            return new Operation(
                    kind, write.key(), write.uid(), expected, write.spliceAt(), write.body());
        }
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        for (Pending pending : groups) {
            pending.group().guards().forEach(guard -> all.add(Operation.of(guard)));
            pending.group().writes().forEach(write -> all.add(Operation.of(write)));
        }
        return all;
    }

    int[] sizes() {
        return groups.stream()
                .mapToInt(p -> p.group().guards().size() + p.group().writes().size())
                .toArray();
    }

    /** The changes that an answered batch made, in revision order. */
    List<StoredChange> changes(BatchAnswer answer) {
        List<StoredChange> changes = new ArrayList<>();
        long revision = answer.base();
        int operation = 0;
        for (int g = 0; g < groups.size(); g++) {
            Pending pending = groups.get(g);
            operation += pending.group().guards().size();
            for (Write write : pending.group().writes()) {
                if (answer.refused()[g] == 0) {
                    revision++;
                    changes.add(
                            change(pending, write, revision, answer.created()[operation], answer));
                }
                operation++;
            }
        }
        return changes;
    }

    private static StoredChange change(
            Pending pending, Write write, long revision, long created, BatchAnswer answer) {
        ChangeRecord.Kind kind =
                switch (write) {
                    case Write.Create w -> ChangeRecord.Kind.ADDED;
                    case Write.Replace w -> ChangeRecord.Kind.MODIFIED;
                    case Write.Delete w -> ChangeRecord.Kind.DELETED;
                };
        return new StoredChange(
                kind,
                write.stored(revision, created),
                Operation.of(write).revision(),
                pending.group().actor(),
                answer.committedAt(),
                pending.group().traceParent());
    }

    /** Tells each caller its result. */
    void complete(BatchAnswer answer) {
        long revision = answer.base();
        for (int g = 0; g < groups.size(); g++) {
            Pending pending = groups.get(g);
            if (answer.refused()[g] != 0) {
                pending.complete(refusal(pending, g, answer));
                continue;
            }
            List<Long> given = new ArrayList<>(pending.group().writes().size());
            for (int i = 0; i < pending.group().writes().size(); i++) {
                given.add(++revision);
            }
            pending.complete(new CommitResult.Committed(given));
        }
    }

    private static CommitResult refusal(Pending pending, int g, BatchAnswer answer) {
        int operation = answer.refused()[g] - 1;
        List<Guard> guards = pending.group().guards();
        ObjectKey key =
                operation < guards.size()
                        ? Operation.of(guards.get(operation)).key()
                        : pending.group().writes().get(operation - guards.size()).key();
        return new CommitResult.Refused(
                REASONS[answer.reasons()[g] - 1],
                key,
                answer.foundRevisions()[g],
                answer.foundUids()[g]);
    }

    void fail(RuntimeException why) {
        groups.forEach(pending -> pending.fail(why));
    }
}
