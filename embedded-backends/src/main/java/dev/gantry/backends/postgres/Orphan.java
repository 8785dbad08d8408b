package dev.gantry.backends.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server whose launcher died. It is stopped, never adopted: its settings, password and log are
 * those of another start.
 *
 * <p>Every process of a server works in its data directory, so that is how they are known: the
 * number in the lock file may have been given to another process since.
 */
final class Orphan {

    private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Orphan() {}

    /** Stops what runs on this directory, then removes a lock file that nobody holds. */
    static void stop(Path data) throws IOException {
        Path lock = data.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        long named = pidIn(lock);
        List<ProcessHandle> left = workingIn(data);
        for (ProcessHandle server : left.stream().filter(p -> p.pid() == named).toList()) {
            LOG.atWarn()
                    .addKeyValue("pid", server.pid())
                    .log("stopping a PostgreSQL that an earlier start left behind");
            Signals.stop(server, PATIENCE);
        }
        for (ProcessHandle worker : workingIn(data)) {
            Signals.stop(worker, PATIENCE);
        }
        Files.deleteIfExists(lock);
    }

    private static long pidIn(Path lock) throws IOException {
        List<String> lines = Files.readAllLines(lock);
        boolean whole = !lines.isEmpty() && lines.getFirst().matches("[0-9]{1,10}");
        return whole ? Long.parseLong(lines.getFirst()) : -1;
    }

    private static List<ProcessHandle> workingIn(Path data) {
        return ProcessHandle.allProcesses().filter(p -> worksIn(p.pid(), data)).toList();
    }

    private static boolean worksIn(long pid, Path data) {
        try {
            return Files.isSameFile(Path.of("/proc/" + pid + "/cwd"), data);
        } catch (IOException e) {
            return false;
        }
    }
}
