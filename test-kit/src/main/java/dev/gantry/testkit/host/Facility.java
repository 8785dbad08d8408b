package dev.gantry.testkit.host;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Something of the machine. */
public enum Facility {

    /** A Docker engine at {@code /var/run/docker.sock}. */
    ENGINE {
        @Override
        Optional<String> missing() {
            Path socket = Path.of("/var/run/docker.sock");
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of("no engine at " + socket + ": " + e.getMessage());
            }
        }
    },

    /** A static busybox to run in containers and network namespaces. */
    BUSYBOX {
        @Override
        Optional<String> missing() {
            return Files.isExecutable(Path.of("/bin/busybox"))
                    ? Optional.empty()
                    : Optional.of("no /bin/busybox");
        }
    },

    /** Root with {@code ip} and {@code iptables}: namespaces, bridges and packet rules. */
    PACKET_RULES {
        @Override
        Optional<String> missing() {
            String user = ProcessHandle.current().info().user().orElse("unknown");
            if (!user.equals("root")) {
                return Optional.of("packet rules need root, this is " + user);
            }
            return Stream.of("ip", "iptables")
                    .filter(command -> !installed(command))
                    .findFirst()
                    .map(command -> "no " + command + " command");
        }
    };

    /** Why the machine does not have it, or empty when it does. */
    abstract Optional<String> missing();

    private static boolean installed(String command) {
        return Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
