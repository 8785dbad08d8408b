package dev.gantry.node.runtime.docker;

import static dev.gantry.node.runtime.docker.Calls.call;
import static dev.gantry.node.runtime.docker.Calls.find;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import dev.gantry.node.runtime.ContainerRuntime;
import dev.gantry.node.runtime.ContainerSpec;
import dev.gantry.node.runtime.ContainerState;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** A Docker engine on this host. */
public final class DockerRuntime implements ContainerRuntime {

    private final DockerClient docker;
    private final DockerCreation creation;
    private final DockerNetwork network;
    private final DockerImages images;
    private final DockerStreams streams;
    private final String clusterId;

    public DockerRuntime(DockerSettings settings) {
        clusterId = settings.clusterId();
        docker = connect(settings.socket());
        Labels labels = new Labels(clusterId);
        network = new DockerNetwork(docker, settings.network(), clusterId);
        images = new DockerImages(docker, settings.socket());
        creation = new DockerCreation(docker, labels, settings.network().name());
        streams = new DockerStreams(docker, settings.socket());
    }

    /** Without a version in its paths, so that old and new engines each speak their own. */
    static DockerClient connect(Path socket) {
        DockerClientConfig config =
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost("unix://" + socket)
                        .withDockerTlsVerify(false)
                        .build();
        return DockerClientImpl.getInstance(
                config,
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .maxConnections(64)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .build());
    }

    @Override
    public EngineInfo info() {
        Info info = call(() -> docker.infoCmd().exec());
        return new EngineInfo(
                "docker://" + info.getServerVersion(),
                architecture(Objects.requireNonNullElse(info.getArchitecture(), "")),
                Objects.requireNonNullElse(info.getOperatingSystem(), ""),
                Objects.requireNonNullElse(info.getKernelVersion(), ""),
                Objects.requireNonNullElse(info.getNCPU(), 1),
                Objects.requireNonNullElse(info.getMemTotal(), 0L),
                Path.of(Objects.requireNonNullElse(info.getDockerRootDir(), "/")));
    }

    static String architecture(String engines) {
        return switch (engines) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> engines;
        };
    }

    @Override
    public List<RuntimePod> pods(String node) {
        List<Container> found =
                call(
                        () ->
                                docker.listContainersCmd()
                                        .withShowAll(true)
                                        .withLabelFilter(
                                                Map.of(
                                                        Labels.CLUSTER,
                                                        clusterId,
                                                        Labels.NODE,
                                                        node))
                                        .exec());
        Map<PodRef, RuntimePod> pods = new LinkedHashMap<>();
        for (Container one : found) {
            inspectAny(one.getId())
                    .ifPresent(
                            seen -> {
                                Map<String, String> labels = one.getLabels();
                                PodRef pod = Labels.pod(labels);
                                RuntimePod so = pods.getOrDefault(pod, RuntimePod.empty(pod));
                                pods.put(pod, with(so, seen, labels));
                            });
        }
        return List.copyOf(pods.values());
    }

    private static RuntimePod with(
            RuntimePod pod, InspectContainerResponse seen, Map<String, String> labels) {
        return Labels.isSandbox(labels)
                ? pod.with(DockerStates.sandbox(seen))
                : pod.with(DockerStates.container(seen));
    }

    private Optional<InspectContainerResponse> inspectAny(String id) {
        return find(() -> docker.inspectContainerCmd(id).exec());
    }

    @Override
    public SandboxState startSandbox(SandboxSpec spec) {
        if (!spec.hostNetwork()) {
            network.ensure();
        }
        String pause = images.pause();
        String id = createOnce(creation.sandbox(spec, pause), creation.nameOf(spec));
        try {
            call(() -> docker.startContainerCmd(id).exec());
        } catch (EngineException e) {
            if (!(e.getCause() instanceof NotModifiedException)) {
                network.forget();
                remove(id);
                throw e;
            }
        }
        return inspectSandbox(id)
                .orElseThrow(
                        () -> new EngineException(EngineException.Kind.NOT_FOUND, "sandbox gone"));
    }

    /** A name that is taken is ours from an earlier try. */
    private String createOnce(Supplier<CreateContainerCmd> command, String name) {
        try {
            return call(() -> command.get().exec()).getId();
        } catch (EngineException e) {
            if (e.getCause() instanceof ConflictException) {
                return inspectAny(name).map(InspectContainerResponse::getId).orElseThrow(() -> e);
            }
            throw e;
        }
    }

    @Override
    public void removeSandbox(String id) {
        remove(id);
    }

    @Override
    public ContainerState create(ContainerSpec spec) {
        String id = createOnce(() -> creation.container(spec), creation.nameOf(spec));
        return inspect(id)
                .orElseThrow(
                        () ->
                                new EngineException(
                                        EngineException.Kind.NOT_FOUND, "container gone"));
    }

    @Override
    public ContainerState start(String id) {
        try {
            call(() -> docker.startContainerCmd(id).exec());
        } catch (EngineException e) {
            Optional<ContainerState> now =
                    e.kind() == EngineException.Kind.AWAY ? Optional.empty() : inspect(id);
            if (now.isPresent() && now.get().phase() != ContainerState.Phase.CREATED) {
                ContainerState state = now.get();
                return state.message().isEmpty() && state.exited()
                        ? state.withMessage(Objects.requireNonNullElse(e.getMessage(), ""))
                        : state;
            }
            throw e;
        }
        return inspect(id)
                .orElseThrow(
                        () ->
                                new EngineException(
                                        EngineException.Kind.NOT_FOUND, "container gone"));
    }

    @Override
    public Optional<ContainerState> inspect(String id) {
        return inspectAny(id).map(DockerStates::container);
    }

    @Override
    public Optional<SandboxState> inspectSandbox(String id) {
        return inspectAny(id).map(DockerStates::sandbox);
    }

    @Override
    public Optional<Footprint> footprint(String id) {
        return inspectAny(id).flatMap(DockerStates::footprint);
    }

    @Override
    public void signalStop(String id) {
        inspectAny(id)
                .ifPresent(
                        seen -> {
                            Object own = seen.getConfig().getRawValues().get("StopSignal");
                            signal(id, own instanceof String s && !s.isEmpty() ? s : "SIGTERM");
                        });
    }

    @Override
    public void kill(String id) {
        signal(id, "SIGKILL");
    }

    private void signal(String id, String signal) {
        try {
            call(() -> docker.killContainerCmd(id).withSignal(signal).exec());
        } catch (EngineException e) {
            boolean ended =
                    e.kind() == EngineException.Kind.NOT_FOUND
                            || e.getCause() instanceof ConflictException
                            || (e.getCause() instanceof DockerException
                                    && String.valueOf(e.getMessage()).contains("is not running"));
            if (!ended) {
                throw e;
            }
        }
    }

    @Override
    public void remove(String id) {
        try {
            call(
                    () ->
                            docker.removeContainerCmd(id)
                                    .withForce(true)
                                    .withRemoveVolumes(true)
                                    .exec());
        } catch (EngineException e) {
            boolean going =
                    e.getCause() instanceof NotFoundException
                            || e.getCause() instanceof ConflictException;
            if (!going) {
                throw e;
            }
        }
    }

    @Override
    public Images images() {
        return images;
    }

    @Override
    public Streams streams() {
        return streams;
    }

    @Override
    public Subscription follow(RuntimeListener listener) {
        return new DockerEvents(docker, clusterId, listener);
    }

    /** Removes the cluster's network; containers of the cluster must be gone. */
    public void removeNetwork() {
        network.remove();
    }

    @Override
    public void close() {
        try {
            docker.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
