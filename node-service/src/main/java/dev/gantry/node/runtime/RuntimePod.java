package dev.gantry.node.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Everything that the engine holds of one pod, oldest first. Immutable. */
public record RuntimePod(
        PodRef pod, List<SandboxState> sandboxes, List<ContainerState> containers) {

    public RuntimePod {
        sandboxes =
                sandboxes.stream().sorted(Comparator.comparingInt(SandboxState::attempt)).toList();
        containers =
                containers.stream()
                        .sorted(Comparator.comparingInt(ContainerState::attempt))
                        .toList();
    }

    public static RuntimePod empty(PodRef pod) {
        return new RuntimePod(pod, List.of(), List.of());
    }

    /** The newest sandbox. */
    public Optional<SandboxState> sandbox() {
        return sandboxes.isEmpty() ? Optional.empty() : Optional.of(sandboxes.getLast());
    }

    /** The newest container of a name. */
    public Optional<ContainerState> latest(String name) {
        List<ContainerState> all = named(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** All containers of a name, oldest first. */
    public List<ContainerState> named(String name) {
        return containers.stream().filter(c -> c.name().equals(name)).toList();
    }

    public boolean isEmpty() {
        return sandboxes.isEmpty() && containers.isEmpty();
    }

    public RuntimePod with(ContainerState state) {
        List<ContainerState> all = new ArrayList<>(containers);
        all.removeIf(c -> c.id().equals(state.id()));
        all.add(state);
        return new RuntimePod(pod, sandboxes, all);
    }

    public RuntimePod with(SandboxState state) {
        List<SandboxState> all = new ArrayList<>(sandboxes);
        all.removeIf(s -> s.id().equals(state.id()));
        all.add(state);
        return new RuntimePod(pod, all, containers);
    }

    /** Without the sandbox or container of that id. */
    public RuntimePod without(String id) {
        return new RuntimePod(
                pod,
                sandboxes.stream().filter(s -> !s.id().equals(id)).toList(),
                containers.stream().filter(c -> !c.id().equals(id)).toList());
    }
}
