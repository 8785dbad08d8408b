package dev.gantry.node.dns;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/** A DNS server over a small fixed cluster, for tests of the way to it. */
public final class TestZones {

    private TestZones() {}

    public static DnsServer start(String webAddress) {
        ClusterZone zone = new ClusterZone(new OneNamespace(webAddress), "cluster.local", 5);
        return DnsServer.start(
                new Resolver(zone, new Upstream(List.of()), new SimpleMeterRegistry()));
    }
}
