package dev.gantry.controller.event;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a happening: a new event, one more of a known one, or nothing.
 *
 * <p>Three steps, as Kubernetes' clients take them: a flood gate per object (a token bucket), then
 * many similar messages become one "combined" message, then the same message again becomes a count.
 * Confined to one thread. O(1).
 */
final class Correlator {

    private static final String COMBINED = "(combined from similar events): ";

    private final EventSettings settings;
    private final Recent<Bucket> buckets;
    private final Recent<Similar> similar;
    private final Recent<Sent> sent;

    Correlator(EventSettings settings) {
        this.settings = settings;
        this.buckets = new Recent<>(settings.objects());
        this.similar = new Recent<>(settings.objects());
        this.sent = new Recent<>(settings.objects());
    }

    /** Where an event stands in the cluster and how often it has happened. */
    static final class Sent {
        final String namespace;
        final String name;
        final Instant first;
        int count;

        Sent(String namespace, String name, Instant first) {
            this.namespace = namespace;
            this.name = name;
            this.first = first;
        }
    }

    private static final class Bucket {
        double tokens;
        Instant filled;

        Bucket(double tokens, Instant filled) {
            this.tokens = tokens;
            this.filled = filled;
        }
    }

    private static final class Similar {
        final Set<String> messages = new HashSet<>();
        Instant last;

        Similar(Instant last) {
            this.last = last;
        }
    }

    /** What to write. */
    sealed interface Verdict {
        record Create(Happening happening, Sent sent) implements Verdict {}

        record Count(Happening happening, Sent sent) implements Verdict {}

        record Drop() implements Verdict {}
    }

    /**
     * @param freshName for the event if it is a new one
     */
    Verdict judge(Happening happening, String namespace, String freshName) {
        if (!pass(happening)) {
            return new Verdict.Drop();
        }
        Happening one = combine(happening);
        boolean combined = one != happening;
        String key = one.similarity() + (combined ? COMBINED : "/" + one.message());
        Sent known = sent.get(key);
        if (known != null) {
            known.count++;
            return new Verdict.Count(one, known);
        }
        Sent fresh = new Sent(namespace, freshName, one.at());
        fresh.count = 1;
        sent.put(key, fresh);
        return new Verdict.Create(one, fresh);
    }

    /** The event is no longer there, for example expired: the next one is new. */
    void forget(Sent gone) {
        sent.values().remove(gone);
    }

    private boolean pass(Happening happening) {
        Instant now = happening.at();
        Bucket bucket =
                buckets.computeIfAbsent(happening.object(), k -> new Bucket(settings.burst(), now));
        double refilled =
                (double) Duration.between(bucket.filled, now).toMillis()
                        / settings.refillEvery().toMillis();
        bucket.tokens = Math.min(settings.burst(), bucket.tokens + Math.max(0, refilled));
        bucket.filled = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens -= 1;
        return true;
    }

    private Happening combine(Happening happening) {
        Similar group = similar.get(happening.similarity());
        if (group == null || isOld(group, happening.at())) {
            group = new Similar(happening.at());
            similar.put(happening.similarity(), group);
        }
        group.last = happening.at();
        group.messages.add(happening.message());
        if (group.messages.size() < settings.similarLimit()) {
            return happening;
        }
        group.messages.remove(group.messages.iterator().next());
        return happening.withMessage(COMBINED + happening.message());
    }

    private boolean isOld(Similar group, @Nullable Instant now) {
        return now != null
                && Duration.between(group.last, now).compareTo(settings.similarWithin()) > 0;
    }
}
