package dev.gantry.standalone;

import java.util.Optional;

/** Ties a process to the one that started it. */
final class Supervision {

    /** Process id of the supervisor. */
    static final String SUPERVISOR = "gantry.standalone.supervisor";

    private Supervision() {}

    /**
     * Halts this JVM when the supervisor that the options name is gone: its children would hold
     * ports and leases that the next start needs. Does nothing when they name none.
     */
    static void endWith(Options options) {
        String pid = options.text(SUPERVISOR, "");
        if (pid.isEmpty()) {
            return;
        }
        Optional<ProcessHandle> parent =
                ProcessHandle.current().parent().filter(p -> p.pid() == Long.parseLong(pid));
        if (parent.isEmpty()) {
            Runtime.getRuntime().halt(1);
            return;
        }
        parent.get().onExit().thenRun(() -> Runtime.getRuntime().halt(1));
    }
}
