package dev.gantry.node.statistics;

import dev.gantry.node.pod.PodView;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.Footprint;
import dev.gantry.node.runtime.SandboxState;
import dev.gantry.node.statistics.PodUse.SandboxUse;
import dev.gantry.node.statistics.PodUse.VolumeUse;
import dev.gantry.node.volume.Claims;
import dev.gantry.node.volume.PodVolumes;
import dev.gantry.node.volume.VolumeException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Measures the pods of one node. Safe for concurrent use. */
final class NodeUse {

    private static final String HOST = "/";

    private final ContainerRuntime runtime;
    private final PodVolumes volumes;
    private final InstantSource clock;
    private final ControlGroups groups = ControlGroups.ofThisHost();
    private final CpuRates rates = new CpuRates();
    private final Directories directories = new Directories();

    /** By the engine's id; kept as long as the container is one of the node's. */
    private final Map<String, Footprint> footprints = new ConcurrentHashMap<>();

    NodeUse(ContainerRuntime runtime, PodVolumes volumes, InstantSource clock) {
        this.runtime = runtime;
        this.volumes = volumes;
        this.clock = clock;
    }

    /** The host and its CPU of late in nanoseconds a second. */
    record Host(HostUse use, long nanoCores, Instant at, Directories.Space space) {}

    Host host(Path data) {
        Instant now = clock.instant();
        HostUse use = HostUse.read(groups.processes());
        return new Host(
                use,
                rates.rate(HOST, use.bootedAt(), now, use.cpuNanos()),
                now,
                Directories.space(data));
    }

    /**
     * Pods that run; what is gone meanwhile is left out.
     *
     * @param files whether to look at what pods have written, which takes longer
     */
    List<PodUse> pods(List<PodView> views, boolean files) {
        List<PodUse> all = new ArrayList<>();
        for (PodView view : views) {
            all.add(pod(view, files, clock.instant()));
        }
        forget(views);
        return all;
    }

    private PodUse pod(PodView view, boolean files, Instant now) {
        Optional<SandboxState> sandbox = view.runtime().sandbox().filter(SandboxState::running);
        Optional<Footprint> place = sandbox.flatMap(s -> footprint(s.id()));
        boolean onHost = Boolean.TRUE.equals(view.pod().getSpec().getHostNetwork());
        List<ContainerUse> containers =
                view.runtime().containers().stream()
                        .filter(ContainerState::running)
                        .flatMap(c -> container(c, files, now).stream())
                        .toList();
        return new PodUse(
                view.pod(),
                now,
                sandbox.isEmpty() || place.isEmpty()
                        ? null
                        : sandbox(sandbox.get(), place.get(), now),
                containers,
                onHost || place.isEmpty()
                        ? List.of()
                        : Traffic.of(groups.process(place.get().pid())),
                files ? volumes(view.pod(), now) : List.of());
    }

    private @Nullable SandboxUse sandbox(SandboxState state, Footprint place, Instant now) {
        return groups.usage(place.pid())
                .map(
                        use ->
                                new SandboxUse(
                                        state.id(),
                                        state.createdAt(),
                                        use,
                                        rates.rate(
                                                state.id(),
                                                state.createdAt(),
                                                now,
                                                use.cpuNanos())))
                .orElse(null);
    }

    private Optional<ContainerUse> container(ContainerState state, boolean files, Instant now) {
        return footprint(state.id())
                .flatMap(
                        place ->
                                groups.usage(place.pid())
                                        .map(
                                                use ->
                                                        new ContainerUse(
                                                                state,
                                                                use,
                                                                rates.rate(
                                                                        state.id(),
                                                                        state.began(),
                                                                        now,
                                                                        use.cpuNanos()),
                                                                place,
                                                                size(files, place.layer(), now),
                                                                size(files, place.log(), now))));
    }

    private Directories.Size size(boolean files, @Nullable Path path, Instant now) {
        return files ? directories.size(path, now) : Directories.Size.NONE;
    }

    private Optional<Footprint> footprint(String id) {
        Footprint known = footprints.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Optional<Footprint> asked = runtime.footprint(id);
            asked.ifPresent(a -> footprints.put(id, a));
            return asked;
        } catch (EngineException away) {
            return Optional.empty();
        }
    }

    private List<VolumeUse> volumes(Pod pod, Instant now) {
        List<VolumeUse> all = new ArrayList<>();
        for (Volume volume : PodVolumes.of(pod)) {
            if (volume.getHostPath() == null) {
                volume(pod, volume, now).ifPresent(all::add);
            }
        }
        return all;
    }

    private Optional<VolumeUse> volume(Pod pod, Volume volume, Instant now) {
        try {
            Path path = volumes.path(pod, volume.getName());
            String claim = Claims.handles(volume) ? Claims.nameOf(pod, volume) : "";
            return Optional.of(
                    new VolumeUse(
                            volume.getName(),
                            claim,
                            Directories.space(path),
                            claim.isEmpty() ? directories.size(path, now) : null));
        } catch (VolumeException notYet) {
            return Optional.empty();
        }
    }

    private void forget(List<PodView> views) {
        Set<String> ids = new HashSet<>(Set.of(HOST));
        for (PodView view : views) {
            view.runtime().containers().stream()
                    .filter(ContainerState::running)
                    .forEach(c -> ids.add(c.id()));
            view.runtime().sandboxes().forEach(s -> ids.add(s.id()));
        }
        footprints.keySet().retainAll(ids);
        rates.retain(ids);
        Set<Path> inUse = new HashSet<>();
        footprints.values().forEach(f -> add(f, inUse));
        views.forEach(v -> addVolumes(v.pod(), inUse));
        directories.retain(inUse);
    }

    private static void add(Footprint place, Set<Path> to) {
        if (place.layer() != null) {
            to.add(place.layer());
        }
        if (place.log() != null) {
            to.add(place.log());
        }
    }

    private void addVolumes(Pod pod, Set<Path> to) {
        for (Volume volume : PodVolumes.of(pod)) {
            try {
                to.add(volumes.path(pod, volume.getName()));
            } catch (VolumeException notYet) {
                // nothing was measured of it
            }
        }
    }
}
