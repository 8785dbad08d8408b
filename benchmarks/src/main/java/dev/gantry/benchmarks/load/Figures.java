package dev.gantry.benchmarks.load;

import java.util.Arrays;

/**
 * What a run of operations came to.
 *
 * @param wallNanos from the first operation's begin to the last one's end
 * @param sortedNanos how long each took, shortest first
 */
public record Figures(long wallNanos, long[] sortedNanos) {

    /** Of durations in any order. */
    public static Figures of(long wallNanos, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Figures(wallNanos, sorted);
    }

    /** Operations one after the other. */
    public static Figures of(long... nanos) {
        return of(Arrays.stream(nanos).sum(), nanos);
    }

    public int count() {
        return sortedNanos.length;
    }

    public double perSecond() {
        return count() * 1e9 / wallNanos;
    }

    /**
     * @param share between 0 and 1: 0.99 for what all but one of a hundred stay below
     */
    public double millis(double share) {
        int at = (int) Math.ceil(share * count()) - 1;
        return sortedNanos[Math.clamp(at, 0, count() - 1)] / 1e6;
    }

    /** Unit-free, by which durations are compared. */
    public double medianMillis() {
        return millis(0.5);
    }
}
