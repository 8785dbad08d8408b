package dev.gantry.node.agent;

import java.util.Map;

/**
 * Who a node is.
 *
 * @param address its InternalIP
 * @param port of its agent server
 * @param podCidr its block of pod addresses
 * @param maxPods how many pods it takes
 * @param labels beyond the well-known ones
 */
public record NodeIdentity(
        String name,
        String address,
        int port,
        String podCidr,
        int maxPods,
        Map<String, String> labels) {}
