package dev.gantry.node.runtime.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which OOM score adjustments a container may be started with here. Lowering one takes
 * CAP_SYS_RESOURCE, which a host that is itself a container may lack; runc then fails without
 * saying why.
 */
final class OomScores {

    private static final int SYS_RESOURCE = 24;

    private final boolean mayLower;

    OomScores(boolean mayLower) {
        this.mayLower = mayLower;
    }

    /** By this process' bounding set, which on one host is the engine's. */
    static OomScores ofThisHost() {
        try {
            return new OomScores(
                    Files.readAllLines(Path.of("/proc/self/status")).stream()
                            .filter(line -> line.startsWith("CapBnd:"))
                            .mapToLong(l -> Long.parseUnsignedLong(l.substring(7).strip(), 16))
                            .allMatch(set -> (set >> SYS_RESOURCE & 1) == 1));
        } catch (IOException e) {
            return new OomScores(false);
        }
    }

    int allowed(int wanted) {
        return mayLower ? wanted : Math.max(0, wanted);
    }
}
