package dev.gantry.node.serviceaddress;

import java.util.List;

/**
 * One port of one Service as the host must serve it.
 *
 * @param id {@code namespace/name:port}, unique per protocol
 * @param protocol lower case: {@code tcp}, {@code udp}, {@code sctp}
 * @param addresses virtual addresses that lead here: cluster IPs, external and load-balancer IPs
 * @param nodePort 0 for none
 * @param affinitySeconds how long a client keeps its endpoint, 0 for not at all
 * @param endpoints where connections go, evenly; empty means rejected
 */
public record ServicePort(
        String id,
        String protocol,
        List<String> addresses,
        int port,
        int nodePort,
        int affinitySeconds,
        List<Endpoint> endpoints) {

    public ServicePort {
        addresses = List.copyOf(addresses);
        endpoints = List.copyOf(endpoints);
    }

    /** Where a connection may go. */
    public record Endpoint(String address, int port) {}
}
