package dev.gantry.cli.engine;

import dev.gantry.cli.Refusal;
import dev.gantry.cli.engine.docker.BuildContext;
import dev.gantry.cli.engine.docker.Docker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Builds the image that lies beside a manifest: {@code NAME/Dockerfile} for {@code NAME.yaml}.
 *
 * <p>The context also gets a file {@code busybox}, Debian's static build, so that an image can be
 * made from nothing where no registry can be reached.
 */
public final class ImageBuild {

    private ImageBuild() {}

    public static boolean present(Path directory) {
        return Files.isRegularFile(directory.resolve("Dockerfile"));
    }

    public static void run(EngineSocket socket, Path directory, Set<String> tags) {
        try (Docker docker = new Docker(socket.path())) {
            BuildContext context = new BuildContext(directory);
            if (!Files.exists(directory.resolve("busybox"))) {
                context.add("busybox", busybox());
            }
            docker.build(context, tags);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path busybox() {
        return List.of("/bin/busybox", "/usr/bin/busybox").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(ImageBuild::installBusybox);
    }

    private static Path installBusybox() {
        String install = "apt-get install -y -qq busybox-static";
        if (!Engine.isRoot() || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            throw new Refusal(2, "a static busybox is needed to build the image: " + install);
        }
        System.out.println("busybox      not found: installing Debian's package busybox-static");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(
                            "sh", "-c", "apt-get update -qq && " + install + " >/dev/null");
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            if (builder.inheritIO().start().waitFor() != 0) {
                throw new Refusal(2, "installing busybox-static failed; try: " + install);
            }
            return Path.of("/bin/busybox");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(1, "interrupted");
        }
    }
}
