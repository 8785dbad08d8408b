/**
 * The port to whatever runs containers: what a node asks of it and what it tells.
 *
 * <p>A pod is a sandbox, which holds its network, and containers that join it. The port knows
 * neither Kubernetes objects nor policies: what to start, restart or remove is decided in {@code
 * pod}.
 */
@NullMarked
package dev.gantry.node.runtime;

import org.jspecify.annotations.NullMarked;
