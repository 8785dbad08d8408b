package dev.gantry.node.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.gantry.node.runtime.ContainerSpec;
import dev.gantry.node.runtime.MountSpec;
import dev.gantry.node.runtime.SandboxSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Specs as the engine's create requests. */
final class DockerCreation {

    private static final int PAUSE_SHARES = 2;
    private static final int PAUSE_OOM = -998;
    private static final int PERIOD_MICROS = 100_000;

    private final DockerClient docker;
    private final Labels labels;
    private final String network;
    private final OomScores oom = OomScores.ofThisHost();

    DockerCreation(DockerClient docker, Labels labels, String network) {
        this.docker = docker;
        this.labels = labels;
        this.network = network;
    }

    String nameOf(SandboxSpec spec) {
        return labels.nameOfSandbox(spec.pod(), spec.attempt());
    }

    String nameOf(ContainerSpec spec) {
        return labels.name(spec.pod(), spec.name(), spec.attempt());
    }

    Supplier<CreateContainerCmd> sandbox(SandboxSpec spec, String image) {
        return () -> {
            HostConfig host =
                    base().withNetworkMode(spec.hostNetwork() ? "host" : network)
                            .withIpcMode(spec.hostIpc() ? "host" : "shareable")
                            .withCpuShares(PAUSE_SHARES)
                            .withOomScoreAdj(oom.allowed(PAUSE_OOM))
                            .withSecurityOpts(List.of("no-new-privileges"));
            if (spec.hostPid()) {
                host.withPidMode("host");
            }
            if (!spec.sysctls().isEmpty()) {
                host.withSysctls(spec.sysctls());
            }
            CreateContainerCmd command =
                    docker.createContainerCmd(image)
                            .withName(nameOf(spec))
                            .withEntrypoint("/pause")
                            .withLabels(labels.ofSandbox(spec.pod(), spec.attempt()))
                            .withHostConfig(host);
            if (!spec.hostNetwork()) {
                command.withHostName(spec.hostname()).withIpv4Address(spec.address());
            }
            return command;
        };
    }

    private static HostConfig base() {
        return new HostConfig()
                .withRestartPolicy(RestartPolicy.noRestart())
                .withLogConfig(
                        new LogConfig(
                                LogConfig.LoggingType.JSON_FILE,
                                Map.of("max-size", "10m", "max-file", "5")));
    }

    CreateContainerCmd container(ContainerSpec spec) {
        Map<String, String> all =
                new HashMap<>(
                        labels.ofContainer(
                                spec.pod(), spec.name(), spec.attempt(), spec.sandboxAttempt()));
        all.put(Labels.IMAGE, spec.image());
        CreateContainerCmd command =
                docker.createContainerCmd(spec.imageId())
                        .withName(nameOf(spec))
                        .withLabels(all)
                        .withEnv(spec.environment())
                        .withStdinOpen(spec.stdin())
                        .withStdInOnce(spec.stdinOnce())
                        .withTty(spec.tty())
                        .withHostConfig(host(spec));
        if (!spec.command().isEmpty()) {
            command.withEntrypoint(spec.command());
        }
        if (!spec.args().isEmpty()) {
            command.withCmd(spec.args());
        } else if (!spec.command().isEmpty()) {
            command.withCmd(List.of());
        }
        if (!spec.workingDirectory().isEmpty()) {
            command.withWorkingDir(spec.workingDirectory());
        }
        if (!spec.security().user().isEmpty()) {
            command.withUser(spec.security().user());
        }
        if (!spec.stopSignal().isEmpty()) {
            command.withStopSignal(spec.stopSignal());
        }
        return command;
    }

    private HostConfig host(ContainerSpec spec) {
        ContainerSpec.Limits limits = spec.limits();
        ContainerSpec.Security security = spec.security();
        String sandbox = "container:" + spec.sandboxId();
        HostConfig host =
                base().withNetworkMode(sandbox)
                        .withIpcMode(security.hostIpc() ? "host" : sandbox)
                        .withMounts(spec.mounts().stream().map(DockerCreation::mount).toList())
                        .withCpuShares(limits.cpuShares())
                        .withOomScoreAdj(oom.allowed(limits.oomScoreAdjustment()))
                        .withGroupAdd(security.groups())
                        .withPrivileged(security.privileged())
                        .withReadonlyRootfs(security.readOnlyRoot())
                        .withSecurityOpts(options(security));
        if (limits.cpuQuotaMicros() > 0) {
            host.withCpuPeriod((long) PERIOD_MICROS).withCpuQuota(limits.cpuQuotaMicros());
        }
        if (limits.memoryBytes() > 0) {
            host.withMemory(limits.memoryBytes()).withMemorySwap(limits.memoryBytes());
        }
        if (limits.pids() > 0) {
            host.withPidsLimit(limits.pids());
        }
        if (security.hostPid()) {
            host.withPidMode("host");
        } else if (security.sharedPid()) {
            host.withPidMode(sandbox);
        }
        host.withCapAdd(capabilities(security.addedCapabilities()));
        host.withCapDrop(capabilities(security.droppedCapabilities()));
        return host;
    }

    private static List<String> options(ContainerSpec.Security security) {
        List<String> all = new ArrayList<>(security.options());
        if (security.noNewPrivileges()) {
            all.add("no-new-privileges");
        }
        return all;
    }

    private static Capability[] capabilities(List<String> names) {
        return names.stream()
                .map(n -> n.startsWith("CAP_") ? n.substring(4) : n)
                .map(Capability::valueOf)
                .toArray(Capability[]::new);
    }

    private static Mount mount(MountSpec mount) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(mount.source().toString())
                .withTarget(mount.target())
                .withReadOnly(mount.readOnly())
                .withBindOptions(
                        new BindOptions()
                                .withPropagation(
                                        switch (mount.propagation()) {
                                            case "Bidirectional" -> BindPropagation.R_SHARED;
                                            case "HostToContainer" -> BindPropagation.R_SLAVE;
                                            default -> BindPropagation.R_PRIVATE;
                                        }));
    }
}
