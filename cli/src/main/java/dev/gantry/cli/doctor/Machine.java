package dev.gantry.cli.doctor;

import dev.gantry.cli.cluster.ClusterProcess;
import dev.gantry.cli.cluster.DataDirectory;
import dev.gantry.cli.cluster.FreeSpace;
import dev.gantry.cli.cluster.Ports;
import dev.gantry.cli.engine.Engine;
import dev.gantry.cli.engine.EngineSocket;
import dev.gantry.cli.engine.docker.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the facts of this machine; changes nothing. */
public final class Machine {

    private Machine() {}

    public static MachineFacts read(
            DataDirectory data, ClusterProcess process, EngineSocket socket) {
        Engine.Found engine = new Engine(data, socket, false).look();
        return new MachineFacts(
                Runtime.version().toString(),
                onPath("mvn"),
                engine instanceof Engine.Found.Ready ready ? ready.version() : "",
                engine instanceof Engine.Found.None none ? none.why() : "",
                engine instanceof Engine.Found.Ready ? cgroupVersion(socket) : "",
                Engine.isRoot(),
                succeeds("unshare", "-U", "true"),
                succeeds("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "true"),
                data.root().toString(),
                reachable(data.root()),
                FreeSpace.bytesAt(data.root()),
                Stream.of(6443, 8080).filter(p -> !Ports.free(p)).toList(),
                process.running().isPresent(),
                Files.exists(Path.of("/proc/net/if_inet6")),
                proxies(),
                missing());
    }

    private static String cgroupVersion(EngineSocket socket) {
        try (Docker docker = new Docker(socket.path())) {
            return docker.cgroupVersion().orElse("");
        }
    }

    private static List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (String program : List.of("npm", "kubectl", "iptables")) {
            if (onPath(program).isEmpty()) {
                missing.add(program);
            }
        }
        return missing;
    }

    private static String onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }

    private static List<String> proxies() {
        return System.getenv().keySet().stream()
                .filter(k -> k.toLowerCase(java.util.Locale.ROOT).matches("https?_proxy|all_proxy"))
                .sorted()
                .toList();
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean reachable(Path directory) {
        for (Path at = directory; at != null; at = at.getParent()) {
            try {
                if (Files.exists(at)) {
                    Set<PosixFilePermission> may = Files.getPosixFilePermissions(at);
                    if (!may.contains(PosixFilePermission.OTHERS_EXECUTE)) {
                        return false;
                    }
                }
            } catch (IOException | UnsupportedOperationException unknown) {
                return true;
            }
        }
        return true;
    }
}
