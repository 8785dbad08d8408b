package dev.gantry.node.runtime;

import java.nio.file.Path;

/**
 * What runs the containers, and on what.
 *
 * @param name with version, as a Node's status names it: {@code docker://20.10.24}
 * @param architecture as Kubernetes spells it: {@code amd64}
 * @param storage where images and containers are kept
 */
public record EngineInfo(
        String name,
        String architecture,
        String operatingSystem,
        String kernelVersion,
        int cpus,
        long memoryBytes,
        Path storage) {}
