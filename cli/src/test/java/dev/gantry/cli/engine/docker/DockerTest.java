package dev.gantry.cli.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerTest {

    @TempDir private Path folder;

    @Test
    void readsVersionAndControlGroupsOfTheEngineItWasGiven() throws IOException {
        Path socket = folder.resolve("engine.sock");
        try (ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            engine.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> serve(engine));
            try (Docker docker = new Docker(socket)) {
                assertThat(docker.version()).contains("29.1.0");
                assertThat(docker.cgroupVersion()).contains("2");
            }
        }
    }

    @Test
    void anEngineThatIsNotThereHasNoVersion() {
        try (Docker docker = new Docker(folder.resolve("nobody.sock"))) {
            assertThat(docker.version()).isEmpty();
        }
    }

    /** An engine on a machine with the second version of control groups, as far as we ask it. */
    private static void serve(ServerSocketChannel engine) {
        while (engine.isOpen()) {
            try (SocketChannel caller = engine.accept()) {
                ByteBuffer request = ByteBuffer.allocate(8192);
                caller.read(request);
                String line = new String(request.array(), StandardCharsets.UTF_8).split("\r\n")[0];
                String body =
                        line.contains("/version")
                                ? "{\"Version\":\"29.1.0\",\"ApiVersion\":\"1.52\"}"
                                : "{\"CgroupVersion\":\"2\",\"CgroupDriver\":\"systemd\"}";
                String answer =
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
                caller.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException closed) {
                return;
            }
        }
    }
}
