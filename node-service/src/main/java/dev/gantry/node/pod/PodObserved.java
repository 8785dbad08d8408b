package dev.gantry.node.pod;

import dev.gantry.node.probe.ProbeReport;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.RuntimePod;
import dev.gantry.node.runtime.SandboxState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision about a pod rests on.
 *
 * @param pod as last seen in the API
 * @param gone the API has confirmed that it no longer knows this pod
 * @param runtime what the engine holds of it
 * @param probes by container id; a container without an entry has no probes
 * @param now the time
 */
record PodObserved(
        Pod pod,
        boolean gone,
        RuntimePod runtime,
        Map<String, ProbeReport> probes,
        Memory memory,
        Instant now) {

    /** What is in flight under this name besides containers. */
    static final String SANDBOX = "/sandbox";

    static final String VOLUMES = "/volumes";
    static final String OBJECT = "/object";

    /**
     * What the worker knows that neither the API nor the engine tells.
     *
     * @param busy names of containers, and {@link #SANDBOX} and so on, on which an operation is in
     *     flight
     * @param troubles by the same names
     * @param backOffs by container name
     * @param stopping since when a container, by its id, has been asked to stop
     * @param told ids of what an event about waiting was already sent for
     * @param settled the last status that was decided has been stored
     * @param deleteSent the object's deletion was confirmed to the API
     * @param reported the status that was reported last, ahead of what the API shows
     */
    record Memory(
            Set<String> busy,
            Map<String, Trouble> troubles,
            Map<String, CrashBackOff> backOffs,
            Map<String, Instant> stopping,
            Set<String> told,
            VolumesState volumes,
            boolean settled,
            boolean deleteSent,
            @Nullable PodStatus reported) {

        static final Memory NONE =
                new Memory(
                        Set.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Set.of(),
                        VolumesState.UNKNOWN,
                        false,
                        false,
                        null);
    }

    /** Where the pod's volumes are; a process that has just started does not know. */
    enum VolumesState {
        UNKNOWN,
        READY,
        GONE
    }

    boolean busy(String name) {
        return memory.busy().contains(name);
    }

    boolean anythingBusy() {
        return !memory.busy().isEmpty();
    }

    boolean anythingBusyButObject() {
        return memory.busy().stream().anyMatch(b -> !b.equals(OBJECT));
    }

    @Nullable Trouble trouble(String name) {
        return memory.troubles().get(name);
    }

    /** Whether the last failure is recent enough to wait. */
    boolean mustWait(String name) {
        Trouble trouble = trouble(name);
        return trouble != null && now.isBefore(trouble.retryAt());
    }

    /** The sandbox that containers are started in now. */
    Optional<SandboxState> liveSandbox() {
        return runtime.sandbox().filter(SandboxState::running);
    }

    /** The newest container of a name that was made for the newest sandbox. */
    Optional<ContainerState> current(String name) {
        return runtime.latest(name)
                .filter(
                        c ->
                                runtime.sandbox()
                                        .map(s -> s.attempt() == c.sandboxAttempt())
                                        .orElse(false));
    }

    ProbeReport report(ContainerState container) {
        return probes.getOrDefault(container.id(), ProbeReport.FINE);
    }

    /** Running, past its start hook and its startup probe. */
    boolean started(ContainerState container) {
        return container.running() && !busy(container.name()) && report(container).started();
    }
}
