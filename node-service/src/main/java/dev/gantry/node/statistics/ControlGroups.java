package dev.gantry.node.statistics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the control groups of processes, whichever version this host has. Cost: about eight small
 * files a process. Kernel documentation, "Control Group v2", "cgroup-v1".
 *
 * @param processes {@code /proc}
 * @param controllers where each controller of version 1 is mounted
 * @param unified where version 2 is mounted, null when this host does not manage by it
 */
record ControlGroups(Path processes, Map<String, Path> controllers, @Nullable Path unified) {

    /** Of this host. */
    static ControlGroups ofThisHost() {
        Path proc = Path.of("/proc");
        try {
            return of(proc, Files.readString(proc.resolve("self/mountinfo")));
        } catch (IOException none) {
            return new ControlGroups(proc, Map.of(), null);
        }
    }

    /** Version 2 counts only where no controller is mounted by version 1. */
    static ControlGroups of(Path processes, String mounts) {
        Map<String, Path> controllers = new HashMap<>();
        Path unified = null;
        for (String line : mounts.lines().toList()) {
            String[] halves = line.split(" - ", 2);
            String[] where = halves[0].split(" ");
            String[] what = halves.length < 2 ? new String[0] : halves[1].split(" ");
            if (what.length < 3) {
                continue;
            }
            Path at = Path.of(where[4]);
            if (what[0].equals("cgroup2")) {
                unified = at;
            } else if (what[0].equals("cgroup")) {
                for (String option : what[2].split(",")) {
                    controllers.put(option, at);
                }
            }
        }
        return new ControlGroups(
                processes, controllers, controllers.containsKey("memory") ? null : unified);
    }

    Path process(long pid) {
        return processes.resolve(Long.toString(pid));
    }

    /** Empty when the process is gone or its groups can not be read. */
    Optional<Usage> usage(long pid) {
        try {
            Map<String, String> groups = groups(pid);
            if (unified != null) {
                String path = groups.get("");
                return path == null ? Optional.empty() : Optional.of(second(inside(unified, path)));
            }
            return groups.containsKey("memory") && groups.containsKey("cpuacct")
                    ? Optional.of(first(groups))
                    : Optional.empty();
        } catch (IOException | NumberFormatException gone) {
            return Optional.empty();
        }
    }

    /** By controller; version 2 under the empty name. */
    private Map<String, String> groups(long pid) throws IOException {
        Map<String, String> all = new HashMap<>();
        for (String line : Files.readAllLines(process(pid).resolve("cgroup"))) {
            String[] parts = line.split(":", 3);
            for (String controller : parts[1].split(",")) {
                all.put(controller, parts[2]);
            }
        }
        return all;
    }

    private static Path inside(Path root, String group) {
        return root.resolve(group.substring(1));
    }

    private Usage first(Map<String, String> groups) throws IOException {
        GroupFiles cpu = files("cpu", groups);
        GroupFiles memory = files("memory", groups);
        Map<String, Long> throttled = cpu.table("cpu.stat");
        Map<String, Long> stat = memory.table("memory.stat");
        long usage = memory.number("memory.usage_in_bytes");
        return new Usage(
                files("cpuacct", groups).number("cpuacct.usage"),
                throttled.getOrDefault("nr_periods", 0L),
                throttled.getOrDefault("nr_throttled", 0L),
                throttled.getOrDefault("throttled_time", 0L),
                Math.max(0, cpu.number("cpu.cfs_quota_us")),
                cpu.number("cpu.cfs_period_us"),
                cpu.number("cpu.shares"),
                usage,
                Math.max(0, usage - stat.getOrDefault("total_inactive_file", 0L)),
                stat.getOrDefault("total_rss", 0L),
                stat.getOrDefault("total_cache", 0L),
                stat.getOrDefault("total_swap", 0L),
                stat.getOrDefault("total_mapped_file", 0L),
                stat.getOrDefault("total_pgfault", 0L),
                stat.getOrDefault("total_pgmajfault", 0L),
                GroupFiles.limit(memory.number("memory.limit_in_bytes")),
                files("pids", groups).number("pids.current"),
                files("blkio", groups).blocksOfVersion1());
    }

    private GroupFiles files(String controller, Map<String, String> groups) {
        Path root = controllers.get(controller);
        String group = groups.get(controller);
        return new GroupFiles(
                root == null || group == null ? Path.of("/nonexistent") : inside(root, group));
    }

    private static Usage second(Path directory) throws IOException {
        GroupFiles group = new GroupFiles(directory);
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + " is gone");
        }
        Map<String, Long> cpu = group.table("cpu.stat");
        Map<String, Long> stat = group.table("memory.stat");
        long usage = group.number("memory.current");
        String[] most = group.text("cpu.max").split(" ");
        return new Usage(
                1000 * cpu.getOrDefault("usage_usec", 0L),
                cpu.getOrDefault("nr_periods", 0L),
                cpu.getOrDefault("nr_throttled", 0L),
                1000 * cpu.getOrDefault("throttled_usec", 0L),
                most[0].isEmpty() || most[0].equals("max") ? 0 : Long.parseLong(most[0]),
                most.length < 2 ? 0 : Long.parseLong(most[1]),
                shares(group.number("cpu.weight")),
                usage,
                Math.max(0, usage - stat.getOrDefault("inactive_file", 0L)),
                stat.getOrDefault("anon", 0L),
                stat.getOrDefault("file", 0L),
                group.number("memory.swap.current"),
                stat.getOrDefault("file_mapped", 0L),
                stat.getOrDefault("pgfault", 0L),
                stat.getOrDefault("pgmajfault", 0L),
                GroupFiles.limit(group.number("memory.max")),
                group.number("pids.current"),
                group.blocksOfVersion2());
    }

    /** Weights 1 to 10000 stand for shares 2 to 262144. */
    private static long shares(long weight) {
        return weight == 0 ? 0 : 2 + (weight - 1) * 262_142 / 9_999;
    }
}
