package dev.gantry.cli.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * How to start a cluster.
 *
 * @param topology {@code standalone} or {@code processes}
 */
public record StartOptions(
        String topology,
        int nodes,
        int hollowNodes,
        int apiPort,
        int ingressPort,
        List<String> settings) {

    /** As arguments of the launcher. */
    List<String> arguments(DataDirectory data) {
        List<String> all = new ArrayList<>();
        all.add(topology);
        all.add("--gantry.data-dir=" + data.root());
        all.add("--gantry.nodes=" + nodes);
        all.add("--gantry.hollow-nodes=" + hollowNodes);
        all.add("--gantry.gateway.listener.port=" + apiPort);
        all.add("--gantry.ingress.entry.http-port=" + ingressPort);
        settings.forEach(s -> all.add("--" + s));
        return all;
    }
}
