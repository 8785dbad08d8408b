package dev.gantry.node.runtime.docker;

import static dev.gantry.node.runtime.docker.Calls.call;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Image;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.EngineException.Kind;
import dev.gantry.node.runtime.ImageInfo;
import dev.gantry.node.runtime.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The engine's images, and the one that sandboxes run. */
final class DockerImages implements Images {

    private static final String PAUSE = "gantry-pause";
    private static final String PAUSE_TAG = "1";
    private static final long PULL_MINUTES = 15;

    private final DockerClient docker;
    private final Path socket;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable String pause;

    DockerImages(DockerClient docker, Path socket) {
        this.docker = docker;
        this.socket = socket;
    }

    @Override
    public Optional<ImageInfo> find(String reference) {
        return Calls.find(() -> docker.inspectImageCmd(reference).exec()).map(DockerImages::info);
    }

    private static ImageInfo info(InspectImageResponse seen) {
        String user = seen.getConfig() == null ? null : seen.getConfig().getUser();
        return new ImageInfo(
                Objects.requireNonNullElse(seen.getId(), ""),
                Objects.requireNonNullElse(seen.getRepoTags(), List.of()),
                Objects.requireNonNullElse(seen.getRepoDigests(), List.of()),
                Objects.requireNonNullElse(seen.getSize(), 0L),
                Objects.requireNonNullElse(user, ""));
    }

    @Override
    public ImageInfo pull(String reference, List<Login> logins) {
        EngineException last = null;
        for (int i = 0; i < Math.max(1, logins.size()); i++) {
            try {
                pullAs(reference, logins.isEmpty() ? null : logins.get(i));
                return find(reference)
                        .orElseThrow(
                                () ->
                                        new EngineException(
                                                Kind.NOT_FOUND, "no such image: " + reference));
            } catch (EngineException e) {
                last = e;
            }
        }
        throw Objects.requireNonNull(last);
    }

    private void pullAs(String reference, @Nullable Login login) {
        PullImageCmd command = docker.pullImageCmd(reference);
        if (login != null) {
            command.withAuthConfig(
                    new AuthConfig()
                            .withRegistryAddress(login.registry())
                            .withUsername(login.user())
                            .withPassword(login.password()));
        }
        Pull pull = new Pull();
        boolean complete = call(() -> awaited(command.exec(pull)));
        if (!complete) {
            throw new EngineException(
                    Kind.REFUSED, "pulling " + reference + " took too long or was given up");
        }
    }

    /** False when the time is over or this thread was interrupted; then nothing goes on. */
    private static boolean awaited(Pull pull) {
        try (pull) {
            return pull.await(PULL_MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<ImageInfo> list() {
        return call(() -> docker.listImagesCmd().exec()).stream().map(DockerImages::info).toList();
    }

    private static ImageInfo info(Image image) {
        return new ImageInfo(
                image.getId(),
                image.getRepoTags() == null ? List.of() : List.of(image.getRepoTags()),
                image.getRepoDigests() == null ? List.of() : List.of(image.getRepoDigests()),
                Objects.requireNonNullElse(image.getSize(), 0L),
                "");
    }

    /** The image of sandboxes, made on the spot when the engine lacks it. */
    String pause() {
        String known = pause;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            String name = PAUSE + ":" + PAUSE_TAG;
            if (find(name).isEmpty()) {
                importPause();
            }
            pause = name;
            return name;
        } finally {
            lock.unlock();
        }
    }

    void forgetPause() {
        pause = null;
    }

    private void importPause() {
        String architecture =
                DockerRuntime.architecture(
                        Objects.requireNonNullElse(
                                call(() -> docker.versionCmd().exec()).getArch(), ""));
        byte[] tar = Tar.ofOne("pause", PauseProgram.executable(architecture));
        load(socket, PAUSE, PAUSE_TAG, tar);
    }

    /** Makes an image of one layer; docker-java's own call cuts larger archives short. */
    static void load(Path socket, String repository, String tag, byte[] tar) {
        String path = "/images/create?fromSrc=-&repo=" + repository + "&tag=" + tag;
        try (EngineSocket connection = EngineSocket.open(socket)) {
            String progress =
                    new String(
                            connection
                                    .send("POST", path, "application/x-tar", tar, false)
                                    .body()
                                    .readAllBytes(),
                            StandardCharsets.UTF_8);
            if (progress.contains("\"error\"")) {
                throw new EngineException(Kind.REFUSED, "image not made: " + progress.strip());
            }
        } catch (IOException e) {
            throw Calls.away(e);
        }
    }
}
