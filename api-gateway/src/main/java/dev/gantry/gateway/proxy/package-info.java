/**
 * What pods, Services and nodes answer themselves: logs, exec, attach, port-forward, and plain HTTP
 * through {@code /proxy}. The gateway authorizes, finds the way, and relays bytes; the protocols of
 * streams end at the node.
 *
 * <p>Reads Pods, Nodes, Services and EndpointSlices through the state service.
 */
@NullMarked
package dev.gantry.gateway.proxy;

import org.jspecify.annotations.NullMarked;
