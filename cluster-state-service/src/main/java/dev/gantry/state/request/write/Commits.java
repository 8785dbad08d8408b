package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.Fence;
import dev.gantry.client.trace.Steps;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.store.CommitResult.Committed;
import dev.gantry.state.store.CommitResult.Reason;
import dev.gantry.state.store.CommitResult.Refused;
import dev.gantry.state.store.Deadline;
import dev.gantry.state.store.Guard;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.Write;
import dev.gantry.state.store.WriteGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Plans and commits, again on fresher state while the object changes under way. Thread-safe.
 *
 * <p>The first plan is made on the cache's state; a refusal or a no-op found there is confirmed
 * against the store before it is told. Cost of the usual write: one commit.
 */
public final class Commits {

    private static final int ATTEMPTS = 12;
    private static final long FIRST_PAUSE_NANOS = 1_000_000;
    private static final String LEASES = "leases.coordination.k8s.io";

    private final ObjectStore store;
    private final Steps steps;

    /**
     * @param steps where commits that belong to a trace are recorded
     */
    public Commits(ObjectStore store, Steps steps) {
        this.store = store;
        this.steps = steps;
    }

    /** One write of a group: the request as it came and what it is to do. */
    public record Member(ApiRequest request, WriteAction action) {}

    /** A group's member that was refused. */
    public static final class MemberRefused extends Exception {
        private final int index;
        private final transient ApiError error;

        MemberRefused(int index, ApiError error) {
            super(error.message(), null, false, false);
            this.index = index;
            this.error = error;
        }

        public int index() {
            return index;
        }

        public ApiError error() {
            return error;
        }
    }

    /**
     * Commits one write.
     *
     * @throws ApiException when it is refused
     */
    public Answer run(ApiRequest request, WriteAction action) {
        try {
            return runAll(List.of(new Member(request, action))).get(0);
        } catch (MemberRefused refused) {
            throw refused.error().exception();
        }
    }

    /**
     * Commits all or none.
     *
     * @return the answers in the order of the members
     */
    public List<Answer> runAll(List<Member> members) throws MemberRefused {
        String cause = members.get(0).request().traceParent();
        if (cause == null) {
            return runAll(members, null, null);
        }
        try (Steps.Step step = steps.begin("unchanged", cause)) {
            about(step, members.get(0).request().target());
            String own = steps.current();
            return runAll(members, step, own == null ? cause : own);
        }
    }

    private static void about(Steps.Step step, Target target) {
        if (!target.name().isEmpty()) {
            step.about(target.type().groupResource(), target.namespace(), target.name());
        }
    }

    private List<Answer> runAll(
            List<Member> members, Steps.@Nullable Step step, @Nullable String traceParent)
            throws MemberRefused {
        boolean live = false;
        for (int attempt = 0; attempt < ATTEMPTS && !Deadline.passed(); attempt++) {
            List<Plan> plans = plan(members, live);
            if (plans == null) {
                live = true;
                continue;
            }
            WriteGroup group = group(members, plans, traceParent);
            if (group.writes().isEmpty()) {
                return answers(plans, List.of());
            }
            switch (store.commit(group)) {
                case Committed committed -> {
                    tell(step, group);
                    return answers(plans, committed.revisions());
                }
                case Refused refused -> blame(members, plans, refused);
            }
            live = true;
            pause(attempt);
        }
        throw new MemberRefused(0, tooBusy(members.get(0).request()));
    }

    /** One step is about one object; the others of a group are told as parts of the first. */
    private void tell(Steps.@Nullable Step step, WriteGroup group) {
        if (step == null) {
            return;
        }
        ObjectKey first = group.writes().getFirst().key();
        step.named("commit").about(first.groupResource(), first.namespace(), first.name());
        for (Write other : group.writes().subList(1, group.writes().size())) {
            ObjectKey key = other.key();
            steps.begin("commit", null)
                    .about(key.groupResource(), key.namespace(), key.name())
                    .close();
        }
    }

    /** Null when the plan has to be made on live state. */
    private static @Nullable List<Plan> plan(List<Member> members, boolean live)
            throws MemberRefused {
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            WriteAction action = members.get(i).action();
            try {
                Plan plan = action.plan(live);
                if (plan instanceof Plan.Settled settled && !live && !settled.certain()) {
                    return null;
                }
                plans.add(plan);
            } catch (ApiException e) {
                if (live || !action.readsObject()) {
                    throw new MemberRefused(i, e.error());
                }
                return null;
            }
        }
        return plans;
    }

    private static WriteGroup group(
            List<Member> members, List<Plan> plans, @Nullable String traceParent) {
        List<Write> writes = new ArrayList<>();
        List<Guard> guards = new ArrayList<>();
        for (Plan plan : plans) {
            if (plan instanceof Plan.Pending pending) {
                writes.addAll(pending.writes());
                guards.addAll(pending.guards());
            }
        }
        ApiRequest first = members.get(0).request();
        String fence = first.fence();
        if (fence != null) {
            guards.add(fenceGuard(fence));
        }
        return new WriteGroup(writes, guards, first.caller().user(), traceParent);
    }

    private static Guard fenceGuard(String header) {
        try {
            Fence fence = Fence.decode(header);
            ObjectKey lease = new ObjectKey(LEASES, fence.namespace(), fence.lease());
            return new Guard.LeaseHeld(lease, fence.holder(), fence.transitions());
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest(Fence.HEADER + ": " + e.getMessage()).exception();
        }
    }

    private static List<Answer> answers(List<Plan> plans, List<Long> revisions) {
        List<Answer> answers = new ArrayList<>();
        int at = 0;
        for (Plan plan : plans) {
            switch (plan) {
                case Plan.Settled settled -> answers.add(settled.answer());
                case Plan.Pending pending -> {
                    answers.add(pending.answer().apply(revisions.get(at)));
                    at += pending.writes().size();
                }
            }
        }
        return answers;
    }

    /** Throws when the refusal is final; returns when planning again may help. */
    private static void blame(List<Member> members, List<Plan> plans, Refused refused)
            throws MemberRefused {
        if (refused.reason() == Reason.LEASE_LOST) {
            throw new MemberRefused(0, leaseLost(refused));
        }
        for (int i = 0; i < plans.size(); i++) {
            if (plans.get(i) instanceof Plan.Pending pending
                    && pending.writes().getFirst().key().equals(refused.key())) {
                ApiError error = members.get(i).action().refusal(refused);
                if (error != null) {
                    throw new MemberRefused(i, error);
                }
            }
        }
    }

    private static ApiError leaseLost(Refused refused) {
        return ApiError.conflict(
                "coordination.k8s.io",
                "leases",
                refused.key().name(),
                "the writer's term has ended: the lease is held by another or was taken over since");
    }

    private static ApiError tooBusy(ApiRequest request) {
        var target = request.target();
        return ApiError.modified(target.type().group(), target.type().resource(), target.name());
    }

    /** Grows with each attempt, with jitter, to 64 ms at most. */
    private static void pause(int attempt) {
        long nanos = FIRST_PAUSE_NANOS << Math.min(attempt, 6);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(nanos));
    }
}
