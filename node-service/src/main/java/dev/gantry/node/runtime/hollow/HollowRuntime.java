package dev.gantry.node.runtime.hollow;

import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.ContainerSpec;
import dev.gantry.node.runtime.ContainerState;
import dev.gantry.node.runtime.ContainerState.Phase;
import dev.gantry.node.runtime.EngineException;
import dev.gantry.node.runtime.EngineInfo;
import dev.gantry.node.runtime.Footprint;
import dev.gantry.node.runtime.Images;
import dev.gantry.node.runtime.PodRef;
import dev.gantry.node.runtime.RuntimeListener;
import dev.gantry.node.runtime.RuntimePod;
import dev.gantry.node.runtime.SandboxSpec;
import dev.gantry.node.runtime.SandboxState;
import dev.gantry.node.runtime.Streams;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what would run; ids are names, so that making the same twice finds the first. */
public final class HollowRuntime implements ContainerRuntime {

    private static final int CPUS = 32;
    private static final long MEMORY_BYTES = 256L << 30;

    private final InstantSource clock;
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final List<RuntimeListener> listeners = new CopyOnWriteArrayList<>();

    public HollowRuntime(InstantSource clock) {
        this.clock = clock;
    }

    private record Entry(
            PodRef pod, @Nullable SandboxState sandbox, @Nullable ContainerState container) {

        RuntimePod addTo(RuntimePod all) {
            if (sandbox != null) {
                return all.with(sandbox);
            }
            return container != null ? all.with(container) : all;
        }
    }

    @Override
    public EngineInfo info() {
        return new EngineInfo(
                "hollow://1", "amd64", "Hollow", "0", CPUS, MEMORY_BYTES, Path.of("/"));
    }

    @Override
    public List<RuntimePod> pods(String node) {
        Map<PodRef, RuntimePod> all = new LinkedHashMap<>();
        entries.values().stream()
                .filter(e -> e.pod().node().equals(node))
                .forEach(
                        e ->
                                all.put(
                                        e.pod(),
                                        e.addTo(
                                                all.getOrDefault(
                                                        e.pod(), RuntimePod.empty(e.pod())))));
        return List.copyOf(all.values());
    }

    @Override
    public SandboxState startSandbox(SandboxSpec spec) {
        String id = spec.pod().uid() + "." + spec.attempt();
        Entry made =
                entries.computeIfAbsent(
                        id,
                        i ->
                                new Entry(
                                        spec.pod(),
                                        new SandboxState(
                                                i,
                                                spec.attempt(),
                                                true,
                                                spec.address(),
                                                clock.instant()),
                                        null));
        tell(made.pod(), id, true);
        return inspectSandbox(id).orElseThrow();
    }

    @Override
    public void removeSandbox(String id) {
        remove(id);
    }

    @Override
    public ContainerState create(ContainerSpec spec) {
        String id = spec.pod().uid() + "." + spec.name() + "." + spec.attempt();
        Entry made =
                entries.computeIfAbsent(
                        id,
                        i ->
                                new Entry(
                                        spec.pod(),
                                        null,
                                        new ContainerState(
                                                i,
                                                spec.name(),
                                                spec.attempt(),
                                                spec.sandboxAttempt(),
                                                Phase.CREATED,
                                                spec.image(),
                                                spec.imageId(),
                                                clock.instant(),
                                                null,
                                                null,
                                                0,
                                                "",
                                                "")));
        return state(made);
    }

    private static ContainerState state(Entry entry) {
        if (entry.container() == null) {
            throw new EngineException(EngineException.Kind.NOT_FOUND, "not a container");
        }
        return entry.container();
    }

    @Override
    public ContainerState start(String id) {
        return move(id, Phase.CREATED, Phase.RUNNING, 0);
    }

    @Override
    public Optional<Footprint> footprint(String id) {
        return Optional.empty();
    }

    @Override
    public void signalStop(String id) {
        exit(id, 0);
    }

    @Override
    public void kill(String id) {
        exit(id, 137);
    }

    /** The container ends by itself; one that has ended stays as it is. */
    public void exit(String id, int exitCode) {
        if (entries.containsKey(id)) {
            move(id, Phase.RUNNING, Phase.EXITED, exitCode);
        }
    }

    /** The sandbox dies without being asked to. */
    public void breakSandbox(String id) {
        Entry now =
                entries.computeIfPresent(
                        id,
                        (i, e) ->
                                e.sandbox() == null
                                        ? e
                                        : new Entry(
                                                e.pod(),
                                                new SandboxState(
                                                        i,
                                                        e.sandbox().attempt(),
                                                        false,
                                                        "",
                                                        e.sandbox().createdAt()),
                                                null));
        if (now != null) {
            tell(now.pod(), id, true);
        }
    }

    private ContainerState move(String id, Phase from, Phase to, int exitCode) {
        Entry now =
                entries.computeIfPresent(
                        id,
                        (i, e) -> {
                            ContainerState c = state(e);
                            return c.phase() == from
                                    ? new Entry(e.pod(), null, moved(c, to, exitCode))
                                    : e;
                        });
        if (now == null) {
            throw new EngineException(EngineException.Kind.NOT_FOUND, "no such container: " + id);
        }
        tell(now.pod(), id, false);
        return state(now);
    }

    private ContainerState moved(ContainerState c, Phase to, int exitCode) {
        boolean ends = to == Phase.EXITED;
        return new ContainerState(
                c.id(),
                c.name(),
                c.attempt(),
                c.sandboxAttempt(),
                to,
                c.image(),
                c.imageId(),
                c.createdAt(),
                ends ? c.startedAt() : clock.instant(),
                ends ? clock.instant() : null,
                exitCode,
                ends ? (exitCode == 0 ? "Completed" : "Error") : "",
                "");
    }

    @Override
    public Optional<ContainerState> inspect(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::container);
    }

    @Override
    public Optional<SandboxState> inspectSandbox(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::sandbox);
    }

    @Override
    public void remove(String id) {
        Entry gone = entries.remove(id);
        if (gone != null) {
            tell(gone.pod(), id, gone.sandbox() != null);
        }
    }

    private void tell(PodRef pod, String id, boolean sandbox) {
        listeners.forEach(l -> l.changed(pod, id, sandbox));
    }

    @Override
    public Images images() {
        return HollowImages.ANY;
    }

    @Override
    public Streams streams() {
        return HollowStreams.SILENT;
    }

    @Override
    public Subscription follow(RuntimeListener listener) {
        listeners.add(listener);
        listener.connected();
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
