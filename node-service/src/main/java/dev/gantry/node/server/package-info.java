/**
 * The node's server: logs, commands, attaching and ports of its pods, at the paths of kubelet.
 *
 * <p>Each node has a port of its own, on which it shows its own certificate; only the gateway and
 * superusers may call. Upgrades end here: WebSocket with the channel protocols v5 and v4, and
 * SPDY/3.1. Kubernetes: "remotecommand" and "portforward" subprotocols, KEP-4006.
 */
@NullMarked
package dev.gantry.node.server;

import org.jspecify.annotations.NullMarked;
