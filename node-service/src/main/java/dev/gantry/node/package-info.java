/**
 * The node service: runs the pods that the API binds to the nodes of this host.
 *
 * <p>{@code agent} speaks for a node, {@code pod} lives pods' lives over the {@code runtime} port,
 * {@code volume}, {@code probe} and {@code reference} serve them, {@code server} lets the gateway
 * at their streams; {@code hostnetwork}, {@code serviceaddress} and {@code dns} serve the host.
 */
@NullMarked
package dev.gantry.node;

import org.jspecify.annotations.NullMarked;
