/**
 * The host's packet rules for one cluster: NAT for service addresses and NodePorts, rejection of
 * what nobody serves. The only thing that runs iptables and ip; every chain carries the cluster id.
 */
@NullMarked
package dev.gantry.node.hostnetwork;

import org.jspecify.annotations.NullMarked;
