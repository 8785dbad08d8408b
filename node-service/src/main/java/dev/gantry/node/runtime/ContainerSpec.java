package dev.gantry.node.runtime;

import java.util.List;

/**
 * The container to make.
 *
 * @param sandboxId the sandbox whose namespaces it joins
 * @param imageId the image to run, as the engine names it
 * @param image as the spec wrote it, for status
 * @param command replaces the image's entry point unless empty
 * @param args replaces the image's arguments unless empty
 * @param environment {@code NAME=value}
 * @param workingDirectory the image's when empty
 */
public record ContainerSpec(
        PodRef pod,
        String name,
        int attempt,
        String sandboxId,
        int sandboxAttempt,
        String imageId,
        String image,
        List<String> command,
        List<String> args,
        List<String> environment,
        String workingDirectory,
        List<MountSpec> mounts,
        Limits limits,
        Security security,
        boolean stdin,
        boolean stdinOnce,
        boolean tty,
        String stopSignal) {

    /**
     * What the container may use; 0 means no limit.
     *
     * @param cpuShares relative weight
     * @param cpuQuotaMicros of a period of 100 ms
     */
    public record Limits(
            int cpuShares,
            long cpuQuotaMicros,
            long memoryBytes,
            long pids,
            int oomScoreAdjustment) {}

    /**
     * Who the container is and what it may do.
     *
     * @param user {@code uid}, {@code uid:gid} or empty for the image's
     */
    public record Security(
            String user,
            List<String> groups,
            boolean privileged,
            boolean readOnlyRoot,
            boolean noNewPrivileges,
            boolean hostPid,
            boolean hostIpc,
            boolean sharedPid,
            List<String> addedCapabilities,
            List<String> droppedCapabilities,
            List<String> options) {}
}
