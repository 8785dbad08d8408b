package dev.gantry.node.hostnetwork;

import dev.gantry.node.hostnetwork.Commands.CommandFailed;
import dev.gantry.node.serviceaddress.ServicePort;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs the host's packet rules for all nodes of one cluster on this host. Calls are serialized;
 * each {@link #program} replaces all rules of the cluster in one transaction per table and touches
 * nothing else. {@code iptables -w} is the host-wide lock.
 */
public final class HostNetwork {

    private static final Logger LOG = LoggerFactory.getLogger(HostNetwork.class);

    private final NetworkSettings settings;
    private final String clusterId;
    private final HostRules rules;
    private final ReentrantLock lock = new ReentrantLock();
    private String programmed = "";

    public HostNetwork(NetworkSettings settings, String clusterId) {
        this.settings = settings;
        this.clusterId = clusterId;
        this.rules = new HostRules(settings, clusterId, bridgeIsFiltered());
    }

    /** The host cannot serve service addresses; the message says what is missing. */
    public static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }
    }

    /**
     * Checks that the host can do it and that no other cluster uses these addresses.
     *
     * @throws Unusable when iptables is missing or may not be used, or when ranges overlap
     */
    public void check() throws Unusable {
        try {
            String nat = Commands.run("iptables-save", List.of("-t", "filter"), "");
            foreignClaim(nat);
        } catch (CommandFailed e) {
            throw new Unusable("service addresses cannot be served: " + e.getMessage());
        }
    }

    private void foreignClaim(String filterTable) throws Unusable {
        for (String line : filterTable.lines().toList()) {
            if (line.startsWith("-A GT-")
                    && line.contains("-REJ -d " + settings.serviceCidr() + " ")
                    && !line.contains(rules.chain("REJ"))) {
                String other = line.substring("-A GT-".length(), "-A GT-".length() + 8);
                throw new Unusable(
                        "the service range %s is used by cluster %s on this host: stop it, or choose"
                                        .formatted(settings.serviceCidr(), other)
                                + " other ranges (gantry.node.network.pod-cidr, service-cidr)");
            }
        }
    }

    /** Brings the host's rules to the given state. O(ports and their endpoints). */
    public void program(Collection<ServicePort> ports) throws NotProgrammed {
        lock.lock();
        try {
            prepareBridge();
            String text = rules.restoreText(ports, chains("nat"));
            if (!text.equals(programmed)) {
                Commands.run("iptables-restore", List.of("--noflush", "-w", "10"), text);
                programmed = text;
            }
            for (HostRules.Jump jump : rules.jumps()) {
                ensure(jump);
            }
        } catch (CommandFailed e) {
            programmed = "";
            throw new NotProgrammed(e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** The rules could not be programmed; the state of the host is as before. */
    public static final class NotProgrammed extends Exception {
        NotProgrammed(String message) {
            super(message);
        }
    }

    private void prepareBridge() throws CommandFailed {
        String bridge = settings.bridge(clusterId);
        Path conf = Path.of("/proc/sys/net/ipv4/conf", bridge, "route_localnet");
        if (!Files.exists(conf)) {
            return; // no pod has been started yet; the next change comes back here
        }
        write(conf, "1");
        Commands.run("ip", List.of("route", "replace", settings.serviceCidr(), "dev", bridge), "");
        hairpin(bridge);
    }

    /** Lets a pod that was chosen as its own endpoint get its packet back. */
    private static void hairpin(String bridge) {
        Path ports = Path.of("/sys/class/net", bridge, "brif");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(ports)) {
            for (Path port : all) {
                write(port.resolve("hairpin_mode"), "1");
            }
        } catch (IOException gone) {
            LOG.debug("the bridge's ports cannot be listed: {}", gone.toString());
        }
    }

    private static void write(Path file, String value) {
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            LOG.debug("{} cannot be written: {}", file, e.toString());
        }
    }

    private static void ensure(HostRules.Jump jump) throws CommandFailed {
        try {
            Commands.run("iptables", arguments(jump, "-C"), "");
        } catch (CommandFailed absent) {
            Commands.run("iptables", arguments(jump, "-I"), "");
        }
    }

    private static List<String> arguments(HostRules.Jump jump, String action) {
        List<String> all =
                new ArrayList<>(List.of("-w", "10", "-t", jump.table(), action, jump.from()));
        all.addAll(jump.match());
        all.addAll(List.of("-j", jump.to()));
        return all;
    }

    private Set<String> chains(String table) throws CommandFailed {
        String prefix = ":" + rules.chain("");
        return Commands.run("iptables-save", List.of("-t", table), "")
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(1, line.indexOf(' ')))
                .collect(Collectors.toSet());
    }

    /**
     * Removes every rule and chain of this cluster. Not part of stopping: pods go on while the node
     * service restarts, and so do their connections.
     */
    public void remove() {
        lock.lock();
        try {
            for (String table : List.of("nat", "filter")) {
                removeAll(table);
            }
        } catch (CommandFailed e) {
            LOG.warn("packet rules were not removed: {}", e.getMessage());
        } finally {
            programmed = "";
            lock.unlock();
        }
    }

    private void removeAll(String table) throws CommandFailed {
        Set<String> chains = chains(table);
        if (chains.isEmpty()) {
            return;
        }
        for (HostRules.Jump jump : rules.jumps()) {
            if (jump.table().equals(table)) {
                remove(jump);
            }
        }
        StringBuilder text = new StringBuilder("*" + table + "\n");
        chains.forEach(c -> text.append(':').append(c).append(" - [0:0]\n"));
        chains.forEach(c -> text.append("-X ").append(c).append('\n'));
        text.append("COMMIT\n");
        Commands.run("iptables-restore", List.of("--noflush", "-w", "10"), text.toString());
    }

    private static void remove(HostRules.Jump jump) {
        try {
            while (true) {
                Commands.run("iptables", arguments(jump, "-D"), "");
            }
        } catch (CommandFailed noneLeft) {
            LOG.trace("no such jump: {}", jump);
        }
    }

    private static boolean bridgeIsFiltered() {
        try {
            Path file = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");
            return Files.readString(file).trim().equals("1");
        } catch (IOException noBridgeFilter) {
            return false;
        }
    }
}
