package dev.gantry.runtime.tracing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The last finished steps; the oldest makes room. Safe for concurrent use. */
public final class TraceRing {

    private final @Nullable TraceStep[] steps;
    private final ReentrantLock lock = new ReentrantLock();
    private int next;

    /**
     * @param capacity how many steps are kept
     */
    public TraceRing(int capacity) {
        this.steps = new TraceStep[capacity];
    }

    public void add(TraceStep step) {
        lock.lock();
        try {
            steps[next] = step;
            next = (next + 1) % steps.length;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Every step of every trace in which the object occurs, oldest first. O(capacity).
     *
     * @param object as in {@link TraceStep#object()}
     */
    public List<TraceStep> about(String object) {
        List<TraceStep> all = copy();
        Set<String> traces =
                all.stream()
                        .filter(step -> step.object().equals(object))
                        .map(TraceStep::traceId)
                        .collect(Collectors.toSet());
        return of(all, traces);
    }

    /** Every step of these traces, oldest first. O(capacity). */
    public List<TraceStep> of(Set<String> traces) {
        return of(copy(), traces);
    }

    private static List<TraceStep> of(List<TraceStep> all, Set<String> traces) {
        return all.stream()
                .filter(step -> traces.contains(step.traceId()))
                .sorted(Comparator.comparing(TraceStep::start))
                .toList();
    }

    private List<TraceStep> copy() {
        lock.lock();
        try {
            List<TraceStep> all = new ArrayList<>(steps.length);
            for (TraceStep step : steps) {
                if (step != null) {
                    all.add(step);
                }
            }
            return all;
        } finally {
            lock.unlock();
        }
    }
}
