package dev.gantry.node.statistics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What went over one network interface since it came up. */
record Traffic(
        String name,
        long receivedBytes,
        long receivedPackets,
        long receiveErrors,
        long receiveDropped,
        long sentBytes,
        long sentPackets,
        long sendErrors,
        long sendDropped) {

    private static final int COLUMNS = 16;

    /** The interfaces of a process's network but its loopback; none when it is gone. */
    static List<Traffic> of(Path process) {
        try {
            return parse(Files.readString(process.resolve("net/dev")));
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** The kernel's table: two lines of heads, then a line for each interface. */
    static List<Traffic> parse(String table) {
        List<Traffic> all = new ArrayList<>();
        for (String line : table.lines().skip(2).toList()) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "lo" : line.substring(0, colon).strip();
            if (name.equals("lo")) {
                continue;
            }
            long[] n =
                    Arrays.stream(line.substring(colon + 1).strip().split("\\s+"))
                            .mapToLong(Long::parseLong)
                            .toArray();
            if (n.length >= COLUMNS) {
                all.add(new Traffic(name, n[0], n[1], n[2], n[3], n[8], n[9], n[10], n[11]));
            }
        }
        return all;
    }
}
