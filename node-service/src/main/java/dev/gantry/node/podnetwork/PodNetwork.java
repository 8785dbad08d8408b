package dev.gantry.node.podnetwork;

/**
 * The one network of a cluster on this host.
 *
 * @param name of the engine's network and of the host's bridge: {@code gtr-<cluster id>}
 * @param range all pods of the host
 * @param nodePrefix length of one node's block in bits
 */
public record PodNetwork(String name, Ipv4Range range, int nodePrefix) {

    public static PodNetwork of(String clusterId, String range, int nodePrefix) {
        return new PodNetwork("gtr-" + clusterId, Ipv4Range.parse(range), nodePrefix);
    }

    /** The host's own address on the bridge. */
    public String gateway() {
        return range.address(1);
    }

    /** The block of the k-th node of this host; block 0 is kept for the host. */
    public Ipv4Range ofNode(int k) {
        return range.part(nodePrefix, k + 1);
    }
}
