package dev.gantry.node.pod;

import dev.gantry.api.quantity.Quantity;
import dev.gantry.node.runtime.ContainerSpec.Limits;
import dev.gantry.node.runtime.ContainerSpec.Security;
import dev.gantry.node.runtime.ImageInfo;
import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a container may use and who it is. Pure. Kubernetes documentation, "Resource Management for
 * Pods and Containers", "Configure a Security Context".
 */
final class Isolation {

    private static final int LEAST_SHARES = 2;
    private static final int SHARES_A_CPU = 1024;
    private static final int PERIOD_MICROS = 100_000;
    private static final int LEAST_QUOTA = 1_000;
    private static final int BEST_EFFORT = 1000;
    private static final int GUARANTEED = -997;

    private Isolation() {}

    /**
     * @param nodeMemoryBytes the node's capacity, to which a request is compared
     * @param pids most processes of a pod's container, 0 for no limit
     */
    static Limits limits(Pod pod, Container container, long nodeMemoryBytes, long pids) {
        Quantity cpuLimit = resource(container, true, "cpu");
        Quantity cpuRequest = resource(container, false, "cpu");
        Quantity memory = resource(container, true, "memory");
        long millis =
                cpuRequest != null
                        ? cpuRequest.toMillis()
                        : cpuLimit != null ? cpuLimit.toMillis() : 0;
        return new Limits(
                (int) Math.max(LEAST_SHARES, millis * SHARES_A_CPU / 1000),
                cpuLimit == null
                        ? 0
                        : Math.max(LEAST_QUOTA, cpuLimit.toMillis() * PERIOD_MICROS / 1000),
                memory == null ? 0 : memory.toLong(),
                pids,
                oomScore(pod, container, nodeMemoryBytes));
    }

    private static @Nullable Quantity resource(Container container, boolean limit, String name) {
        if (container.getResources() == null) {
            return null;
        }
        Map<String, io.fabric8.kubernetes.api.model.Quantity> all =
                limit
                        ? container.getResources().getLimits()
                        : container.getResources().getRequests();
        io.fabric8.kubernetes.api.model.Quantity value = all == null ? null : all.get(name);
        return value == null ? null : Quantity.parse(value.toString());
    }

    /** The less of its node a container asked for, the earlier it goes. */
    static int oomScore(Pod pod, Container container, long nodeMemoryBytes) {
        String qos =
                pod.getStatus() == null
                        ? ""
                        : Objects.requireNonNullElse(pod.getStatus().getQosClass(), "");
        Quantity request = resource(container, false, "memory");
        return switch (qos) {
            case "Guaranteed" -> GUARANTEED;
            case "BestEffort" -> BEST_EFFORT;
            default -> {
                long share =
                        request == null || nodeMemoryBytes <= 0
                                ? 0
                                : 1000 * request.toLong() / nodeMemoryBytes;
                yield (int) Math.min(BEST_EFFORT - 1L, Math.max(3, 1000 - share));
            }
        };
    }

    static Security security(Pod pod, Container container, ImageInfo image) {
        SecurityContext own =
                Objects.requireNonNullElseGet(container.getSecurityContext(), SecurityContext::new);
        PodSecurityContext all =
                Objects.requireNonNullElseGet(
                        pod.getSpec().getSecurityContext(), PodSecurityContext::new);
        Long user = first(own.getRunAsUser(), all.getRunAsUser());
        Long group = first(own.getRunAsGroup(), all.getRunAsGroup());
        mustNotBeRoot(first(own.getRunAsNonRoot(), all.getRunAsNonRoot()), user, image);
        Capabilities capabilities =
                Objects.requireNonNullElseGet(own.getCapabilities(), Capabilities::new);
        boolean privileged = Boolean.TRUE.equals(own.getPrivileged());
        return new Security(
                user(user, group, image),
                groups(all),
                privileged,
                Boolean.TRUE.equals(own.getReadOnlyRootFilesystem()),
                Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()) && !privileged,
                Boolean.TRUE.equals(pod.getSpec().getHostPID()),
                Boolean.TRUE.equals(pod.getSpec().getHostIPC()),
                Boolean.TRUE.equals(pod.getSpec().getShareProcessNamespace()),
                Objects.requireNonNullElse(capabilities.getAdd(), List.of()),
                Objects.requireNonNullElse(capabilities.getDrop(), List.of()),
                options(first(own.getSeccompProfile(), all.getSeccompProfile())));
    }

    private static <T> @Nullable T first(@Nullable T own, @Nullable T other) {
        return own != null ? own : other;
    }

    private static void mustNotBeRoot(
            @Nullable Boolean nonRoot, @Nullable Long user, ImageInfo image) {
        if (!Boolean.TRUE.equals(nonRoot)) {
            return;
        }
        if (user != null) {
            if (user == 0) {
                throw StartProblem.config("container's runAsUser breaks non-root policy");
            }
            return;
        }
        String name = image.user().split(":", 2)[0];
        if (name.isEmpty() || name.equals("0") || name.equals("root")) {
            throw StartProblem.config("container has runAsNonRoot and image will run as root");
        }
        if (!name.chars().allMatch(Character::isDigit)) {
            throw StartProblem.config(
                    "container has runAsNonRoot and image has non-numeric user (%s), cannot verify"
                                    .formatted(name)
                            + " user is non-root");
        }
    }

    private static String user(@Nullable Long user, @Nullable Long group, ImageInfo image) {
        if (user == null && group == null) {
            return "";
        }
        String who =
                user != null
                        ? user.toString()
                        : image.user().isEmpty() ? "0" : image.user().split(":", 2)[0];
        return group == null ? who : who + ":" + group;
    }

    private static List<String> groups(PodSecurityContext all) {
        List<String> groups = new ArrayList<>();
        if (all.getFsGroup() != null) {
            groups.add(all.getFsGroup().toString());
        }
        Objects.requireNonNullElse(all.getSupplementalGroups(), List.<Long>of())
                .forEach(g -> groups.add(g.toString()));
        return groups;
    }

    private static List<String> options(@Nullable SeccompProfile profile) {
        return profile != null && "Unconfined".equals(profile.getType())
                ? List.of("seccomp=unconfined")
                : List.of();
    }
}
