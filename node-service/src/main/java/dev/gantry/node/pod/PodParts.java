package dev.gantry.node.pod;

import dev.gantry.node.runtime.PodRef;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Short ways to read a pod's spec. */
final class PodParts {

    private static final long USUAL_GRACE_SECONDS = 30;

    private PodParts() {}

    static List<Container> initContainers(Pod pod) {
        return Objects.requireNonNullElse(pod.getSpec().getInitContainers(), List.of());
    }

    static List<Container> containers(Pod pod) {
        return pod.getSpec().getContainers();
    }

    static List<Container> ephemeralContainers(Pod pod) {
        List<EphemeralContainer> all =
                Objects.requireNonNullElse(pod.getSpec().getEphemeralContainers(), List.of());
        return all.stream().map(PodParts::asContainer).toList();
    }

    private static Container asContainer(EphemeralContainer from) {
        return new ContainerBuilder()
                .withName(from.getName())
                .withImage(from.getImage())
                .withImagePullPolicy(from.getImagePullPolicy())
                .withCommand(from.getCommand())
                .withArgs(from.getArgs())
                .withEnv(from.getEnv())
                .withEnvFrom(from.getEnvFrom())
                .withWorkingDir(from.getWorkingDir())
                .withVolumeMounts(from.getVolumeMounts())
                .withSecurityContext(from.getSecurityContext())
                .withStdin(from.getStdin())
                .withStdinOnce(from.getStdinOnce())
                .withTty(from.getTty())
                .withTerminationMessagePath(from.getTerminationMessagePath())
                .withTerminationMessagePolicy(from.getTerminationMessagePolicy())
                .withRestartPolicy("Never")
                .build();
    }

    /** Every container of whatever kind. */
    static Stream<Container> all(Pod pod) {
        return Stream.of(initContainers(pod), containers(pod), ephemeralContainers(pod))
                .flatMap(List::stream);
    }

    static Optional<Container> find(Pod pod, String name) {
        return all(pod).filter(c -> c.getName().equals(name)).findFirst();
    }

    /** An init container that keeps running beside the others. */
    static boolean isSidecar(Container init) {
        return "Always".equals(init.getRestartPolicy());
    }

    static boolean isInit(Pod pod, String name) {
        return initContainers(pod).stream().anyMatch(c -> c.getName().equals(name));
    }

    static boolean isDeleting(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** Asked for with the deletion, else the spec's; seconds. */
    static long graceSeconds(Pod pod) {
        Long asked = pod.getMetadata().getDeletionGracePeriodSeconds();
        if (asked != null) {
            return asked;
        }
        Long own = pod.getSpec().getTerminationGracePeriodSeconds();
        return own == null ? USUAL_GRACE_SECONDS : own;
    }

    static String phase(Pod pod) {
        return pod.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(pod.getStatus().getPhase(), "");
    }

    static boolean isTerminal(Pod pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }

    static boolean hostNetwork(Pod pod) {
        return Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
    }

    /** Enough of a pod to take it down by. */
    static Pod standIn(PodRef ref) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(ref.namespace())
                .withName(ref.name())
                .withUid(ref.uid())
                .withResourceVersion("0")
                .endMetadata()
                .withNewSpec()
                .withNodeName(ref.node())
                .withContainers()
                .endSpec()
                .build();
    }
}
