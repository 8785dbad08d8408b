/**
 * What stands for a node in the API: its Node object, its Lease, its conditions.
 *
 * <p>Reads the host and the engine; writes Node status when something changed and every few
 * minutes, and a heartbeat every ten seconds. Kubernetes documentation, "Nodes", "Leases".
 */
@NullMarked
package dev.gantry.node.agent;

import org.jspecify.annotations.NullMarked;
