package dev.gantry.node.statistics;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the whole host uses, whoever uses it.
 *
 * @param bootedAt when its counters began
 */
record HostUse(
        Instant bootedAt,
        long cpuNanos,
        long memoryBytes,
        long availableBytes,
        long usageBytes,
        long workingSetBytes,
        long rssBytes,
        long swapBytes,
        long processes,
        long mostProcesses,
        List<Traffic> traffic) {

    /** The kernel counts hundredths of a second. */
    private static final long TICK_NANOS = 10_000_000;

    /** Of {@code /proc/stat}'s first line: idle and waiting for disks. */
    private static final int IDLE = 3;

    private static final int WAITING = 4;
    private static final int STEAL = 7;

    static HostUse read(Path proc) {
        Map<String, Long> memory = memory(GroupFiles.text(proc.resolve("meminfo")));
        String stat = GroupFiles.text(proc.resolve("stat"));
        long total = memory.getOrDefault("MemTotal", 0L);
        long usage = total - memory.getOrDefault("MemFree", 0L);
        long workingSet = Math.max(0, usage - memory.getOrDefault("Inactive(file)", 0L));
        return new HostUse(
                Instant.ofEpochSecond(number(line(stat, "btime "))),
                cpu(line(stat, "cpu ")),
                total,
                total - workingSet,
                usage,
                workingSet,
                memory.getOrDefault("AnonPages", 0L),
                memory.getOrDefault("SwapTotal", 0L) - memory.getOrDefault("SwapFree", 0L),
                processes(GroupFiles.text(proc.resolve("loadavg"))),
                number(GroupFiles.text(proc.resolve("sys/kernel/pid_max"))),
                Traffic.of(proc.resolve("self")));
    }

    private static String line(String text, String word) {
        return text.lines()
                .filter(l -> l.startsWith(word))
                .map(l -> l.substring(word.length()).strip())
                .findFirst()
                .orElse("");
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** Every kind of work, without the two that are waiting and those counted twice. */
    private static long cpu(String ticks) {
        long[] n =
                Arrays.stream(ticks.split("\\s+"))
                        .filter(t -> !t.isEmpty())
                        .mapToLong(Long::parseLong)
                        .toArray();
        long sum = 0;
        for (int i = 0; i < n.length && i <= STEAL; i++) {
            sum += i == IDLE || i == WAITING ? 0 : n[i];
        }
        return sum * TICK_NANOS;
    }

    private static Map<String, Long> memory(String text) {
        Map<String, Long> all = new HashMap<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split("[:\\s]+");
            if (parts.length == 3) {
                all.put(parts[0], Long.parseLong(parts[1]) * 1024);
            }
        }
        return all;
    }

    /** {@code 0.10 0.20 0.30 1/234 5678} has 234. */
    private static long processes(String load) {
        String[] parts = load.split("[ /]");
        return parts.length > 4 ? Long.parseLong(parts[4]) : 0;
    }
}
