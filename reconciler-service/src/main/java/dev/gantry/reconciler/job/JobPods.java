package dev.gantry.reconciler.job;

import dev.gantry.reconciler.pods.PodTemplates;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts about a Job's pods, and how one is made. Pure. */
final class JobPods {

    static final String TRACKING = "batch.kubernetes.io/job-tracking";
    static final String INDEX = "batch.kubernetes.io/job-completion-index";

    private JobPods() {}

    static boolean isTracked(Pod pod) {
        return pod.getMetadata().getFinalizers().contains(TRACKING);
    }

    static boolean isIndexed(Job job) {
        return "Indexed".equals(job.getSpec().getCompletionMode());
    }

    static boolean succeeded(Pod pod) {
        return Pods.phase(pod).equals("Succeeded");
    }

    /** A pod that is deleted before it succeeds counts as failed, unless only failures count. */
    static boolean failed(Job job, Pod pod) {
        if (Pods.phase(pod).equals("Failed")) {
            return true;
        }
        boolean onlyFailed = "Failed".equals(job.getSpec().getPodReplacementPolicy());
        return !onlyFailed && Pods.isTerminating(pod) && !succeeded(pod);
    }

    /** -1 when the pod has none. */
    static int index(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(INDEX);
        try {
            return text == null ? -1 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** When a finished pod's last container ended; when it was created, if that is not known. */
    static Instant finishedAt(Pod pod) {
        Instant last = null;
        if (pod.getStatus() != null) {
            for (ContainerStatus status : pod.getStatus().getContainerStatuses()) {
                Instant end = end(status);
                last = end != null && (last == null || end.isAfter(last)) ? end : last;
            }
        }
        if (last != null) {
            return last;
        }
        Instant going = Pods.time(pod.getMetadata().getDeletionTimestamp());
        return going == null ? Pods.created(pod) : going;
    }

    private static @Nullable Instant end(ContainerStatus status) {
        return status.getState() == null || status.getState().getTerminated() == null
                ? null
                : Pods.time(status.getState().getTerminated().getFinishedAt());
    }

    static int restarts(Pod pod) {
        if (pod.getStatus() == null) {
            return 0;
        }
        return java.util.stream.Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream())
                .mapToInt(s -> s.getRestartCount() == null ? 0 : s.getRestartCount())
                .sum();
    }

    /**
     * @param index of an Indexed job, -1 for others
     */
    static Pod make(Job job, String name, int index) {
        PodBuilder pod = new PodBuilder(PodTemplates.pod(job.getSpec().getTemplate(), job, name));
        pod.editMetadata().addToFinalizers(TRACKING).endMetadata();
        if (index < 0) {
            return pod.build();
        }
        String text = Integer.toString(index);
        List<Container> containers =
                job.getSpec().getTemplate().getSpec().getContainers().stream()
                        .map(JobPods::withIndex)
                        .toList();
        List<Container> first =
                job.getSpec().getTemplate().getSpec().getInitContainers().stream()
                        .map(JobPods::withIndex)
                        .toList();
        return pod.editMetadata()
                .withGenerateName(job.getMetadata().getName() + "-" + text + "-")
                .addToAnnotations(INDEX, text)
                .addToLabels(INDEX, text)
                .endMetadata()
                .editSpec()
                .withHostname(job.getMetadata().getName() + "-" + text)
                .withContainers(containers)
                .withInitContainers(first)
                .endSpec()
                .build();
    }

    private static Container withIndex(Container container) {
        boolean given =
                container.getEnv().stream()
                        .anyMatch(e -> e.getName().equals("JOB_COMPLETION_INDEX"));
        if (given) {
            return container;
        }
        return new ContainerBuilder(container)
                .addToEnv(
                        new EnvVarBuilder()
                                .withName("JOB_COMPLETION_INDEX")
                                .withNewValueFrom()
                                .withNewFieldRef("v1", "metadata.labels['" + INDEX + "']")
                                .endValueFrom()
                                .build())
                .build();
    }
}
