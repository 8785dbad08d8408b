package dev.gantry.node.runtime;

import java.time.Instant;

/**
 * A pod's sandbox as the engine sees it.
 *
 * @param attempt 0 for the first, one more each time the sandbox had to be made anew
 * @param address the pod's address, empty on the host's network or when not running
 */
public record SandboxState(
        String id, int attempt, boolean running, String address, Instant createdAt) {}
