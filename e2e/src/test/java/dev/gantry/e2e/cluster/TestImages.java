package dev.gantry.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The images of the tests: Debian's static busybox under two tags, so that a rollout has a next.
 */
public final class TestImages {

    public static final String FIRST = "gantry-e2e:1";
    public static final String SECOND = "gantry-e2e:2";

    private TestImages() {}

    /** Cheap when they are there already. */
    public static void build() {
        try {
            Path context = Files.createTempDirectory("gantry-e2e-image");
            Files.copy(Path.of("/bin/busybox"), context.resolve("busybox"));
            for (String tag : List.of(FIRST, SECOND)) {
                Files.writeString(
                        context.resolve("Dockerfile"),
                        """
                        FROM scratch
                        COPY busybox /bin/busybox
                        COPY busybox /bin/sh
                        ENV VERSION=%s
                        ENTRYPOINT ["/bin/busybox"]
                        CMD ["sleep", "3600"]
                        """
                                .formatted(tag));
                Shell.run(
                                context,
                                Map.of(),
                                Duration.ofMinutes(1),
                                List.of("docker", "build", "-q", "-t", tag, "."))
                        .succeeded();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
