package dev.gantry.node.runtime.docker;

import com.github.dockerjava.api.command.GraphData;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.ContainerState.Phase;
import dev.gantry.node.runtime.Footprint;
import dev.gantry.node.runtime.SandboxState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the engine's answers mean. Pure. */
final class DockerStates {

    private static final String CANNOT_RUN = "ContainerCannotRun";

    private DockerStates() {}

    static SandboxState sandbox(InspectContainerResponse seen) {
        Map<String, String> labels = labels(seen);
        return new SandboxState(
                seen.getId(),
                Labels.number(labels, Labels.ATTEMPT),
                Boolean.TRUE.equals(seen.getState().getRunning()),
                address(seen),
                Instant.parse(seen.getCreated()));
    }

    private static String address(InspectContainerResponse seen) {
        if (seen.getNetworkSettings() == null || seen.getNetworkSettings().getNetworks() == null) {
            return "";
        }
        return seen.getNetworkSettings().getNetworks().values().stream()
                .map(ContainerNetwork::getIpAddress)
                .filter(a -> a != null && !a.isEmpty())
                .findFirst()
                .orElse("");
    }

    static ContainerState container(InspectContainerResponse seen) {
        Map<String, String> labels = labels(seen);
        InspectContainerResponse.ContainerState state = seen.getState();
        Instant created = Instant.parse(seen.getCreated());
        Instant started = time(state.getStartedAt());
        Phase phase = phase(state);
        int exitCode =
                Objects.requireNonNullElse(state.getExitCodeLong(), Long.valueOf(0)).intValue();
        boolean exited = phase == Phase.EXITED;
        return new ContainerState(
                seen.getId(),
                labels.getOrDefault(Labels.CONTAINER, ""),
                Labels.number(labels, Labels.ATTEMPT),
                Labels.number(labels, Labels.SANDBOX_ATTEMPT),
                phase,
                labels.getOrDefault(Labels.IMAGE, ""),
                seen.getImageId(),
                created,
                started,
                exited ? Objects.requireNonNullElse(time(state.getFinishedAt()), created) : null,
                exited ? exitCode : 0,
                exited ? reason(state, started, exitCode) : "",
                exited ? Objects.requireNonNullElse(state.getError(), "") : "");
    }

    private static Phase phase(InspectContainerResponse.ContainerState state) {
        if (Boolean.TRUE.equals(state.getRunning())) {
            return Phase.RUNNING;
        }
        boolean untouched =
                "created".equals(state.getStatus())
                        && Objects.equals(state.getExitCodeLong(), 0L)
                        && Objects.requireNonNullElse(state.getError(), "").isEmpty();
        return untouched ? Phase.CREATED : Phase.EXITED;
    }

    private static String reason(
            InspectContainerResponse.ContainerState state,
            @Nullable Instant started,
            int exitCode) {
        if (Boolean.TRUE.equals(state.getOOMKilled())) {
            return "OOMKilled";
        }
        if (started == null) {
            return CANNOT_RUN;
        }
        return exitCode == 0 ? "Completed" : "Error";
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null || text.isEmpty() || text.startsWith("0001-")
                ? null
                : Instant.parse(text);
    }

    /** Empty unless it runs. */
    static Optional<Footprint> footprint(InspectContainerResponse seen) {
        Long pid = seen.getState().getPidLong();
        if (pid == null || pid == 0) {
            return Optional.empty();
        }
        GraphData data = seen.getGraphDriver() == null ? null : seen.getGraphDriver().getData();
        Object layer = data == null ? null : data.getRawValues().get("UpperDir");
        return Optional.of(new Footprint(pid, path(layer), path(seen.getLogPath())));
    }

    private static @Nullable Path path(@Nullable Object text) {
        return text instanceof String s && !s.isEmpty() ? Path.of(s) : null;
    }

    private static Map<String, String> labels(InspectContainerResponse seen) {
        return Objects.requireNonNullElse(seen.getConfig().getLabels(), Map.of());
    }
}
