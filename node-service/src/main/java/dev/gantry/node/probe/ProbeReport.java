package dev.gantry.node.probe;

import org.jspecify.annotations.Nullable;

/**
 * What the probes of a running container found.
 *
 * @param started the startup probe has succeeded, or there is none
 * @param ready the readiness probe succeeds, or there is none
 * @param failed {@code liveness} or {@code startup} when the container has to be restarted for it
 */
public record ProbeReport(boolean started, boolean ready, @Nullable String failed) {

    /** Of a container without probes. */
    public static final ProbeReport FINE = new ProbeReport(true, true, null);
}
