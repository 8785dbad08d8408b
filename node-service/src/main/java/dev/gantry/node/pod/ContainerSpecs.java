package dev.gantry.node.pod;

import dev.gantry.node.runtime.ContainerSpec;
import dev.gantry.node.runtime.ImageInfo;
import dev.gantry.node.runtime.MountSpec;
import dev.gantry.node.runtime.PodRef;
import dev.gantry.node.runtime.SandboxState;
import dev.gantry.node.volume.FieldValues;
import dev.gantry.node.volume.PodVolumes;
import dev.gantry.node.volume.Resolver;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the runtime's order for a container out of a pod's spec. */
final class ContainerSpecs {

    static final String TERMINATION_LOG = "/dev/termination-log";

    private final NodeContext node;

    ContainerSpecs(NodeContext node) {
        this.node = node;
    }

    /**
     * @throws StartProblem when the spec asks for what is not there
     */
    ContainerSpec of(
            Pod pod,
            PodRef ref,
            Container container,
            int attempt,
            SandboxState sandbox,
            ImageInfo image) {
        FieldValues.Here here = node.here(pod, sandbox.address());
        Map<String, String> variables = Environment.of(pod, container, node.references(), here);
        return new ContainerSpec(
                ref,
                container.getName(),
                attempt,
                sandbox.id(),
                sandbox.attempt(),
                image.id(),
                container.getImage(),
                expanded(container.getCommand(), variables),
                expanded(container.getArgs(), variables),
                variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList(),
                Objects.requireNonNullElse(container.getWorkingDir(), ""),
                mounts(pod, container, attempt, here, variables),
                Isolation.limits(
                        pod, container, node.facts().memoryBytes(), node.facts().podPidsLimit()),
                Isolation.security(pod, container, image),
                Boolean.TRUE.equals(container.getStdin()),
                Boolean.TRUE.equals(container.getStdinOnce()),
                Boolean.TRUE.equals(container.getTty()),
                stopSignal(container));
    }

    private static String stopSignal(Container container) {
        return container.getLifecycle() == null
                ? ""
                : Objects.requireNonNullElse(container.getLifecycle().getStopSignal(), "");
    }

    private static List<String> expanded(
            @Nullable List<String> words, Map<String, String> variables) {
        return Objects.requireNonNullElse(words, List.<String>of()).stream()
                .map(word -> Expansion.expand(word, variables))
                .toList();
    }

    private List<MountSpec> mounts(
            Pod pod,
            Container container,
            int attempt,
            FieldValues.Here here,
            Map<String, String> variables) {
        List<VolumeMount> wanted =
                Objects.requireNonNullElse(container.getVolumeMounts(), List.of());
        List<MountSpec> all = new ArrayList<>();
        for (VolumeMount mount : wanted) {
            all.add(mount(pod, container, mount, variables));
        }
        List<String> taken = all.stream().map(MountSpec::target).toList();
        own(pod, container, attempt, here).stream()
                .filter(m -> !taken.contains(m.target()))
                .forEach(all::add);
        return all;
    }

    private MountSpec mount(
            Pod pod, Container container, VolumeMount mount, Map<String, String> variables) {
        Path volume = node.volumes().path(pod, mount.getName());
        String part =
                mount.getSubPathExpr() != null && !mount.getSubPathExpr().isEmpty()
                        ? Expansion.expand(mount.getSubPathExpr(), variables)
                        : Objects.requireNonNullElse(mount.getSubPath(), "");
        return new MountSpec(
                part.isEmpty() ? volume : part(volume, part, container, mount),
                mount.getMountPath(),
                Boolean.TRUE.equals(mount.getReadOnly()) || readOnlyClaim(pod, mount.getName()),
                Objects.requireNonNullElse(mount.getMountPropagation(), "None"));
    }

    private static boolean readOnlyClaim(Pod pod, String volume) {
        return PodVolumes.of(pod).stream()
                .filter(v -> v.getName().equals(volume))
                .map(Volume::getPersistentVolumeClaim)
                .anyMatch(c -> c != null && Boolean.TRUE.equals(c.getReadOnly()));
    }

    /** A part of a volume; it is made when missing, and must not lead out of the volume. */
    private static Path part(Path volume, String part, Container container, VolumeMount mount) {
        try {
            Path root = volume.toRealPath();
            Path path = root.resolve(part).normalize();
            if (path.startsWith(root) && !Files.exists(path)) {
                Files.createDirectories(path);
            }
            Path real = path.toRealPath();
            if (real.startsWith(root)) {
                return real;
            }
            throw StartProblem.config(
                    "failed to prepare subPath for volumeMount \"%s\" of container \"%s\""
                            .formatted(mount.getName(), container.getName()));
        } catch (IOException e) {
            throw StartProblem.config(
                    "failed to create subPath directory for volumeMount \"%s\" of container \"%s\""
                            .formatted(mount.getName(), container.getName()));
        }
    }

    /** The files that every container sees. */
    private List<MountSpec> own(Pod pod, Container container, int attempt, FieldValues.Here here) {
        PodVolumes files = node.volumes();
        String uid = pod.getMetadata().getUid();
        Resolver resolver = node.resolver();
        List<MountSpec> all = new ArrayList<>();
        all.add(
                MountSpec.of(
                        files.write(uid, "etc/resolv.conf", resolver.resolvConf(pod)),
                        "/etc/resolv.conf",
                        false));
        if (!PodParts.hostNetwork(pod)) {
            all.add(
                    MountSpec.of(
                            files.write(uid, "etc/hosts", resolver.hosts(pod, here.podAddress())),
                            "/etc/hosts",
                            false));
            all.add(
                    MountSpec.of(
                            files.write(uid, "etc/hostname", resolver.kernelHostname(pod) + "\n"),
                            "/etc/hostname",
                            false));
        }
        Path message = files.write(uid, messageFile(container.getName(), attempt), "");
        makeWritable(message);
        String target =
                Objects.requireNonNullElse(container.getTerminationMessagePath(), TERMINATION_LOG);
        all.add(MountSpec.of(message, target, false));
        return all;
    }

    private static void makeWritable(Path file) {
        try {
            if (Files.isRegularFile(file)) {
                Files.setAttribute(file, "unix:mode", 0666);
            }
        } catch (IOException e) {
            throw StartProblem.config("the termination message file can not be made: " + e);
        }
    }

    /** Where a container's last words are found. */
    static String messageFile(String container, int attempt) {
        return "containers/" + container + "/" + attempt;
    }
}
