package dev.gantry.node.pod;

import dev.gantry.node.pod.PodObserved.Memory;
import dev.gantry.node.pod.PodObserved.VolumesState;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.RuntimePod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A worker's own notes about its pod. Guarded by the worker's lock. */
final class PodMemory {

    private static final Duration CONFIG_PAUSE = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private final Set<String> busy = new HashSet<>();
    private final Map<String, Trouble> troubles = new HashMap<>();
    private final Map<String, CrashBackOff> backOffs = new HashMap<>();
    private final Map<String, Instant> stopping = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private VolumesState volumes = VolumesState.UNKNOWN;
    private boolean settled;
    private boolean deleteSent;

    Memory snapshot(@Nullable PodStatus reported) {
        return new Memory(
                Set.copyOf(busy),
                Map.copyOf(troubles),
                Map.copyOf(backOffs),
                Map.copyOf(stopping),
                Set.copyOf(told),
                volumes,
                settled,
                deleteSent,
                reported);
    }

    /** What earlier restarts lead to, for containers that were found running. */
    void adopt(RuntimePod found) {
        for (ContainerState state : found.containers()) {
            if (state.attempt() > 0) {
                backOffs.putIfAbsent(
                        state.name(), CrashBackOff.after(state.attempt(), state.createdAt()));
            }
        }
    }

    boolean begin(String name) {
        return busy.add(name);
    }

    void end(String name) {
        busy.remove(name);
    }

    void succeeded(String name) {
        troubles.remove(name);
    }

    void failed(String name, String reason, String message, Instant now) {
        troubles.put(name, new Trouble(reason, message, now, pause(name, reason)));
    }

    /**
     * Image errors as crashes do, wrong specs every few seconds, the rest doubling from half one.
     */
    private Duration pause(String name, String reason) {
        Trouble before = troubles.get(name);
        Duration last = before == null || !before.reason().equals(reason) ? null : before.pause();
        return switch (reason) {
            case "ErrImagePull", "RunContainerError", "PostStartHookError" ->
                    last == null ? CrashBackOff.FIRST : doubled(last, CrashBackOff.LONGEST);
            case "CreateContainerConfigError",
                    "CreateContainerError",
                    "ErrImageNeverPull",
                    "InvalidImageName" ->
                    CONFIG_PAUSE;
            default -> last == null ? FIRST_PAUSE : doubled(last, LONGEST_PAUSE);
        };
    }

    private static Duration doubled(Duration pause, Duration most) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(most) > 0 ? most : twice;
    }

    @Nullable Trouble trouble(String name) {
        return troubles.get(name);
    }

    /** A restart is being made of a container that ended. */
    void restarting(ContainerState ended, Instant now) {
        Instant end = ended.finishedAt() == null ? ended.createdAt() : ended.finishedAt();
        backOffs.put(ended.name(), CrashBackOff.next(backOffs.get(ended.name()), end, now));
    }

    void stopping(String containerId, Instant now) {
        stopping.putIfAbsent(containerId, now);
    }

    void told(String key) {
        told.add(key);
    }

    void volumes(VolumesState state) {
        volumes = state;
    }

    /** They are brought up to date before anything else is started. */
    void lookAtVolumes() {
        if (volumes == VolumesState.READY) {
            volumes = VolumesState.UNKNOWN;
        }
    }

    void settled(boolean value) {
        settled = value;
    }

    void deleteSent(boolean value) {
        deleteSent = value;
    }

    /** Something that the pod names has changed: what failed for it may be tried at once. */
    void retryConfig() {
        troubles.values()
                .removeIf(
                        t ->
                                t.reason().equals("CreateContainerConfigError")
                                        || t.reason().isEmpty());
    }

    /** Drops notes about containers that are gone. */
    void prune(RuntimePod runtime) {
        Set<String> ids =
                runtime.containers().stream().map(ContainerState::id).collect(Collectors.toSet());
        stopping.keySet().retainAll(ids);
        told.removeIf(key -> !key.contains("@") && !ids.contains(key));
        if (told.size() > 64) {
            told.clear();
        }
    }
}
