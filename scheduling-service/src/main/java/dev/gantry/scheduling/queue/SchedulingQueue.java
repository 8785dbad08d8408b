package dev.gantry.scheduling.queue;

import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ClusterEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Pods without a node. Three places, as in Kubernetes: <em>active</em> pods are tried, by priority
 * and then by age; <em>backing off</em> pods were tried lately and wait 1 s, doubling to 10 s;
 * <em>unschedulable</em> pods wait for a change that may help them, at most five minutes. Gated
 * pods wait outside. Not safe for concurrent use; bounded by the number of pods in the cluster.
 */
public final class SchedulingQueue {

    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final Comparator<Waiting> BY_PRIORITY_AND_AGE =
            Comparator.comparingInt((Waiting w) -> -w.pod.priority())
                    .thenComparing(w -> w.added)
                    .thenComparing(w -> w.pod.uid());
    private static final Comparator<Waiting> BY_TIME =
            Comparator.comparing((Waiting w) -> w.until).thenComparing(w -> w.pod.uid());

    private final Map<String, Waiting> all = new HashMap<>();
    private final TreeSet<Waiting> active = new TreeSet<>(BY_PRIORITY_AND_AGE);
    private final TreeSet<Waiting> backingOff = new TreeSet<>(BY_TIME);
    private final Map<String, Waiting> unschedulable = new HashMap<>();

    /** Where a pod is. */
    private enum Place {
        ACTIVE,
        BACKING_OFF,
        UNSCHEDULABLE,
        IN_FLIGHT,
        GATED
    }

    private static final class Waiting {
        private PodInfo pod;
        private final Instant added;
        private Instant until;
        private int attempts;
        private Place place = Place.IN_FLIGHT;
        private Set<ClusterEvent> helpful = Set.of();
        private boolean missedEvent;

        private Waiting(PodInfo pod, Instant now) {
            this.pod = pod;
            this.added = now;
            this.until = now;
        }
    }

    /** A pod to try, with how often it was tried before. */
    public record Attempt(PodInfo pod, int attempts, Instant added) {}

    /**
     * A pod was created or changed. One that was seen again unchanged stays where it is: an event
     * that has already woken it must not be forgotten, as when the scheduler's own condition on the
     * pod comes back while the pod backs off.
     */
    public void offer(PodInfo pod, Instant now) {
        Waiting waiting = all.computeIfAbsent(pod.uid(), uid -> new Waiting(pod, now));
        boolean changed = !waiting.pod.equals(pod);
        if (waiting.place == Place.IN_FLIGHT && waiting.attempts > 0) {
            waiting.pod = pod;
            waiting.missedEvent |= changed;
            return;
        }
        boolean stays = waiting.place == Place.UNSCHEDULABLE && !changed;
        takeOut(waiting);
        waiting.pod = pod;
        if (pod.gated()) {
            waiting.place = Place.GATED;
        } else if (stays) {
            waiting.place = Place.UNSCHEDULABLE;
            unschedulable.put(pod.uid(), waiting);
        } else {
            activateOrBackOff(waiting, now);
        }
    }

    public void remove(String uid) {
        Waiting waiting = all.remove(uid);
        if (waiting != null) {
            takeOut(waiting);
        }
    }

    /** The next pod to try, null when none is due. It stays known until it is bound or removed. */
    public @Nullable Attempt poll(Instant now) {
        release(now);
        Waiting next = active.pollFirst();
        if (next == null) {
            return null;
        }
        next.place = Place.IN_FLIGHT;
        next.attempts++;
        next.missedEvent = false;
        return new Attempt(next.pod, next.attempts, next.added);
    }

    /** The pod fits nowhere; {@code helpful} are the changes after which to try it again. */
    public void unschedulable(String uid, Set<ClusterEvent> helpful, Instant now) {
        Waiting waiting = all.get(uid);
        if (waiting == null) {
            return;
        }
        takeOut(waiting);
        waiting.helpful = Set.copyOf(helpful);
        waiting.until = now.plus(backOff(waiting.attempts));
        if (waiting.missedEvent) {
            activateOrBackOff(waiting, now);
        } else {
            waiting.place = Place.UNSCHEDULABLE;
            unschedulable.put(uid, waiting);
        }
    }

    /** Something failed that has nothing to do with the cluster's room: try again after a while. */
    public void failed(String uid, Instant now) {
        Waiting waiting = all.get(uid);
        if (waiting != null) {
            takeOut(waiting);
            waiting.until = now.plus(backOff(waiting.attempts));
            activateOrBackOff(waiting, now);
        }
    }

    /** Wakes the pods that this change may help. */
    public void happened(ClusterEvent event, Instant now) {
        for (Waiting waiting : List.copyOf(unschedulable.values())) {
            if (waiting.helpful.contains(event)) {
                takeOut(waiting);
                activateOrBackOff(waiting, now);
            }
        }
        all.values().stream()
                .filter(w -> w.place == Place.IN_FLIGHT)
                .forEach(w -> w.missedEvent = true);
    }

    /** When {@link #poll} may have something that is not active yet; null when nothing waits. */
    public @Nullable Instant nextRelease() {
        Instant next = backingOff.isEmpty() ? null : backingOff.first().until;
        for (Waiting waiting : unschedulable.values()) {
            Instant limit = waiting.until.plus(LONGEST_WAIT);
            next = next == null || limit.isBefore(next) ? limit : next;
        }
        return next;
    }

    public int activeCount() {
        return active.size();
    }

    public int backingOffCount() {
        return backingOff.size();
    }

    public int unschedulableCount() {
        return unschedulable.size();
    }

    public int gatedCount() {
        return (int) all.values().stream().filter(w -> w.place == Place.GATED).count();
    }

    private void release(Instant now) {
        while (!backingOff.isEmpty() && !backingOff.first().until.isAfter(now)) {
            Waiting waiting = backingOff.first();
            takeOut(waiting);
            activate(waiting);
        }
        List<Waiting> overdue = new ArrayList<>();
        for (Waiting waiting : unschedulable.values()) {
            if (!waiting.until.plus(LONGEST_WAIT).isAfter(now)) {
                overdue.add(waiting);
            }
        }
        for (Waiting waiting : overdue) {
            takeOut(waiting);
            activate(waiting);
        }
    }

    private void activateOrBackOff(Waiting waiting, Instant now) {
        if (waiting.until.isAfter(now)) {
            waiting.place = Place.BACKING_OFF;
            backingOff.add(waiting);
        } else {
            activate(waiting);
        }
    }

    private void activate(Waiting waiting) {
        waiting.place = Place.ACTIVE;
        active.add(waiting);
    }

    private void takeOut(Waiting waiting) {
        switch (waiting.place) {
            case ACTIVE -> active.remove(waiting);
            case BACKING_OFF -> backingOff.remove(waiting);
            case UNSCHEDULABLE -> unschedulable.remove(waiting.pod.uid());
            case IN_FLIGHT, GATED -> {}
        }
        waiting.place = Place.IN_FLIGHT;
    }

    static Duration backOff(int attempts) {
        Duration wait = FIRST_BACK_OFF.multipliedBy(1L << Math.min(10, Math.max(0, attempts - 1)));
        return wait.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : wait;
    }
}
