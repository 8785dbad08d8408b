package dev.gantry.node.hostnetwork;

import dev.gantry.api.digest.Sha256;
import dev.gantry.node.serviceaddress.ServicePort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The packet rules of a cluster as text for {@code iptables-restore --noflush}. Pure: the same
 * service ports always give the same text.
 *
 * <p>In table nat, {@code GT-<cluster>-SVC} sends each virtual address to a chain per service port,
 * which picks an endpoint's chain by chance; the endpoint's chain marks what must be masqueraded (a
 * pod that reaches itself) and translates. In table filter, what still has a service address after
 * that is served by nobody and is rejected.
 */
final class HostRules {

    static final String MASQUERADE_MARK = "0x4000/0x4000";

    private final NetworkSettings settings;
    private final String clusterId;
    private final boolean bridgeIsFiltered;

    /**
     * @param bridgeIsFiltered whether packets between two ports of the bridge pass iptables; where
     *     they do not, a pod's way to a pod through a Service must be masqueraded, or the answer
     *     would come from an address that the pod never asked
     */
    HostRules(NetworkSettings settings, String clusterId, boolean bridgeIsFiltered) {
        this.settings = settings;
        this.clusterId = clusterId;
        this.bridgeIsFiltered = bridgeIsFiltered;
    }

    String chain(String suffix) {
        return "GT-" + clusterId + "-" + suffix;
    }

    private String hashed(String letter, String id) {
        return chain(letter + HexFormat.of().formatHex(Sha256.of(id), 0, 6));
    }

    /**
     * The whole text for both tables.
     *
     * @param existing chains of this cluster that are there now in table nat; those that are no
     *     longer needed are removed
     */
    String restoreText(Collection<ServicePort> ports, Set<String> existing) {
        List<String> rules = new ArrayList<>();
        Set<String> chains = new TreeSet<>(List.of(chain("SVC"), chain("POST")));
        List<String> nodePorts = new ArrayList<>();
        for (ServicePort port : ports) {
            if (!port.endpoints().isEmpty()) {
                String serviceChain = servicePort(port, chains, rules);
                dispatch(port, serviceChain, rules, nodePorts);
            }
        }
        rules.addAll(nodePorts);
        postrouting(rules);
        StringBuilder text = new StringBuilder("*nat\n");
        Set<String> stale = new TreeSet<>(existing);
        stale.removeAll(chains);
        Set<String> declared = new TreeSet<>(chains);
        declared.addAll(stale);
        declared.forEach(c -> text.append(':').append(c).append(" - [0:0]\n"));
        rules.forEach(r -> text.append(r).append('\n'));
        stale.forEach(c -> text.append("-X ").append(c).append('\n'));
        text.append("COMMIT\n");
        filter(ports, text);
        return text.toString();
    }

    private String servicePort(ServicePort port, Set<String> chains, List<String> rules) {
        String serviceChain = hashed("S", port.id() + "/" + port.protocol());
        chains.add(serviceChain);
        int count = port.endpoints().size();
        List<String> endpointChains = new ArrayList<>();
        for (ServicePort.Endpoint endpoint : port.endpoints()) {
            String id = port.id() + "/" + port.protocol() + "/" + endpoint;
            endpointChains.add(endpoint(hashed("E", id), port, endpoint, chains, rules));
        }
        if (port.affinitySeconds() > 0) {
            for (String chain : endpointChains) {
                rules.add(
                        "-A %s -m recent --name %s --rcheck --seconds %d --reap -j %s"
                                .formatted(serviceChain, chain, port.affinitySeconds(), chain));
            }
        }
        for (int i = 0; i < count; i++) {
            String chance =
                    i == count - 1
                            ? ""
                            : "-m statistic --mode random --probability %.10f "
                                    .formatted(1.0 / (count - i));
            rules.add("-A %s %s-j %s".formatted(serviceChain, chance, endpointChains.get(i)));
        }
        return serviceChain;
    }

    private static String endpoint(
            String chain,
            ServicePort port,
            ServicePort.Endpoint endpoint,
            Set<String> chains,
            List<String> rules) {
        chains.add(chain);
        rules.add(
                "-A %s -s %s/32 -j MARK --set-xmark %s"
                        .formatted(chain, endpoint.address(), MASQUERADE_MARK));
        String remember = port.affinitySeconds() > 0 ? "-m recent --name " + chain + " --set " : "";
        rules.add(
                "-A %s -p %s %s-j DNAT --to-destination %s:%d"
                        .formatted(
                                chain,
                                port.protocol(),
                                remember,
                                endpoint.address(),
                                endpoint.port()));
        return chain;
    }

    private void dispatch(
            ServicePort port, String serviceChain, List<String> rules, List<String> nodePorts) {
        for (String address : port.addresses()) {
            rules.add(
                    "-A %s -d %s/32 -p %s --dport %d -j %s"
                            .formatted(
                                    chain("SVC"),
                                    address,
                                    port.protocol(),
                                    port.port(),
                                    serviceChain));
        }
        if (port.nodePort() > 0) {
            for (String address : settings.nodePortAddresses()) {
                String match =
                        "-A %s -d %s -p %s --dport %d"
                                .formatted(chain("SVC"), address, port.protocol(), port.nodePort());
                nodePorts.add(match + " -j MARK --set-xmark " + MASQUERADE_MARK);
                nodePorts.add(match + " -j " + serviceChain);
            }
        }
    }

    private void postrouting(List<String> rules) {
        String chain = chain("POST");
        rules.add("-A " + chain + " -m mark --mark " + MASQUERADE_MARK + " -j MASQUERADE");
        rules.add(
                "-A %s -s 127.0.0.0/8 -o %s -j MASQUERADE"
                        .formatted(chain, settings.bridge(clusterId)));
        if (!bridgeIsFiltered) {
            rules.add(
                    "-A %s -s %s -d %s -m conntrack --ctstate DNAT -j MASQUERADE"
                            .formatted(chain, settings.podCidr(), settings.podCidr()));
        }
    }

    private void filter(Collection<ServicePort> ports, StringBuilder text) {
        String reject = chain("REJ");
        String input = chain("IN");
        text.append("*filter\n:").append(reject).append(" - [0:0]\n:").append(input);
        text.append(" - [0:0]\n");
        rejectAll(text, reject, "-d " + settings.serviceCidr());
        for (ServicePort port : ports) {
            if (port.endpoints().isEmpty() && port.nodePort() > 0) {
                for (String address : settings.nodePortAddresses()) {
                    String match =
                            "-d %s -p %s --dport %d"
                                    .formatted(address, port.protocol(), port.nodePort());
                    text.append("-A %s %s -j REJECT\n".formatted(reject, match));
                }
            }
        }
        // With route_localnet a pod could reach the host's loopback; only translated packets may.
        text.append(
                "-A %s -i %s -d 127.0.0.0/8 -m conntrack ! --ctstate DNAT -j DROP\n"
                        .formatted(input, settings.bridge(clusterId)));
        text.append("COMMIT\n");
    }

    private static void rejectAll(StringBuilder text, String chain, String match) {
        text.append("-A %s %s -p tcp -j REJECT --reject-with tcp-reset\n".formatted(chain, match));
        text.append("-A %s %s -j REJECT\n".formatted(chain, match));
    }

    /** A jump from a built-in chain into one of ours. */
    record Jump(String table, String from, List<String> match, String to) {}

    /** The jumps that make the chains effective, each to be inserted first. */
    List<Jump> jumps() {
        String bridge = settings.bridge(clusterId);
        return List.of(
                new Jump("nat", "PREROUTING", List.of("-i", bridge), chain("SVC")),
                new Jump("nat", "OUTPUT", List.of(), chain("SVC")),
                new Jump("nat", "POSTROUTING", List.of(), chain("POST")),
                new Jump("filter", "FORWARD", List.of("-i", bridge), chain("REJ")),
                new Jump("filter", "INPUT", List.of("-i", bridge), chain("IN")),
                new Jump("filter", "OUTPUT", List.of(), chain("REJ")));
    }
}
