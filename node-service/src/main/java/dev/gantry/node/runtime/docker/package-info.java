/**
 * Pods on a Docker engine, through docker-java; its streams, which docker-java can not half-close,
 * over the engine's Unix socket.
 *
 * <p>Everything made here carries the cluster's id in its name and labels; nothing else is touched.
 */
@NullMarked
package dev.gantry.node.runtime.docker;

import org.jspecify.annotations.NullMarked;
