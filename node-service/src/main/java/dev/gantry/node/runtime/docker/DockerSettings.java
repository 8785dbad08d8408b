package dev.gantry.node.runtime.docker;

import dev.gantry.node.podnetwork.PodNetwork;
import java.nio.file.Path;

/**
 * Which engine, and what is ours on it.
 *
 * @param socket the engine's Unix socket
 * @param clusterId 8 hex digits
 */
public record DockerSettings(Path socket, String clusterId, PodNetwork network) {}
