package dev.gantry.node.runtime;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One container as the engine sees it.
 *
 * @param name the container's name in the pod's spec
 * @param attempt how many containers of this name the pod had before
 * @param sandboxAttempt the sandbox it was made for
 * @param image as the spec wrote it
 * @param imageId the engine's name of the image
 * @param exitCode meaningful once exited
 * @param reason {@code Completed}, {@code Error}, {@code OOMKilled}, {@code ContainerCannotRun};
 *     empty while not exited
 * @param message what the container or the engine said about its end, empty when nothing
 */
public record ContainerState(
        String id,
        String name,
        int attempt,
        int sandboxAttempt,
        Phase phase,
        String image,
        String imageId,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int exitCode,
        String reason,
        String message) {

    /** Where in its one life a container is. */
    public enum Phase {
        CREATED,
        RUNNING,
        EXITED
    }

    public boolean running() {
        return phase == Phase.RUNNING;
    }

    public boolean exited() {
        return phase == Phase.EXITED;
    }

    /** When it started; while it has not, when it was made. */
    public Instant began() {
        return Objects.requireNonNullElse(startedAt, createdAt);
    }

    public ContainerState withMessage(String text) {
        return new ContainerState(
                id,
                name,
                attempt,
                sandboxAttempt,
                phase,
                image,
                imageId,
                createdAt,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                text);
    }
}
