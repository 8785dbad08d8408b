/**
 * Hands out the addresses and node ports of Services.
 *
 * <p>Each address is an IPAddress and each node port an internal claim, written in the same group
 * as the Service: whoever comes second is refused at the commit and plans again. Nothing is
 * remembered here. Kubernetes: "Service ClusterIP allocation", "Avoid collisions of NodePorts".
 */
@NullMarked
package dev.gantry.state.serviceaddress;

import org.jspecify.annotations.NullMarked;
