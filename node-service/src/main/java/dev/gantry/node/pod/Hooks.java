package dev.gantry.node.pod;

import dev.gantry.node.probe.HttpProbe;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.Streams;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs a container's start and stop hooks. Kubernetes documentation, "Container Lifecycle Hooks".
 */
final class Hooks {

    private static final int OUTPUT_LIMIT = 4 * 1024;

    private final NodeContext node;

    Hooks(NodeContext node) {
        this.node = node;
    }

    /** Empty when it went well or there is none, else why not. Blocks for at most the limit. */
    Optional<String> run(
            LifecycleHandler hook,
            Pod pod,
            Container container,
            ContainerState state,
            String address,
            Duration limit) {
        try {
            if (hook.getExec() != null) {
                Streams.ExecResult result =
                        node.runtime()
                                .streams()
                                .run(state.id(), hook.getExec().getCommand(), limit, OUTPUT_LIMIT);
                return result.exitCode() == 0
                        ? Optional.empty()
                        : Optional.of(
                                result.timedOut()
                                        ? "the command ran out of time"
                                        : "command '%s' exited with %d: %s"
                                                .formatted(
                                                        String.join(
                                                                " ", hook.getExec().getCommand()),
                                                        result.exitCode(),
                                                        result.output()));
            }
            if (hook.getHttpGet() != null) {
                String host = Objects.requireNonNullElse(hook.getHttpGet().getHost(), "");
                return HttpProbe.failure(
                        hook.getHttpGet(), host.isEmpty() ? address : host, container, limit);
            }
            if (hook.getSleep() != null) {
                long seconds = Math.min(hook.getSleep().getSeconds(), limit.toSeconds());
                Thread.sleep(Duration.ofSeconds(seconds));
            }
            return Optional.empty();
        } catch (EngineException | IllegalArgumentException e) {
            return Optional.of(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }
}
