/**
 * Service addresses: which address and port leads to which ready endpoints. Pure; reads Services
 * and EndpointSlices, gives the ports that the host network programs. Kubernetes: "Virtual IPs and
 * Service Proxies".
 */
@NullMarked
package dev.gantry.node.serviceaddress;

import org.jspecify.annotations.NullMarked;
