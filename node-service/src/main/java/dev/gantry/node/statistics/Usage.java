package dev.gantry.node.statistics;

/**
 * What a control group has used; cumulative where the name does not say bytes held.
 *
 * @param usageBytes memory held, page cache included
 * @param workingSetBytes without the page cache that could be dropped at once
 * @param limitBytes 0 for none
 * @param quotaMicros of a period, 0 for none
 */
record Usage(
        long cpuNanos,
        long periods,
        long throttledPeriods,
        long throttledNanos,
        long quotaMicros,
        long periodMicros,
        long shares,
        long usageBytes,
        long workingSetBytes,
        long rssBytes,
        long cacheBytes,
        long swapBytes,
        long mappedBytes,
        long pageFaults,
        long majorPageFaults,
        long limitBytes,
        long processes,
        Blocks blocks) {

    /** Reads and writes of all block devices. */
    record Blocks(long readBytes, long writtenBytes, long reads, long writes) {
        static final Blocks NONE = new Blocks(0, 0, 0, 0);
    }
}
