package dev.gantry.node.pod;

import dev.gantry.node.pod.Decision.Draft;
import dev.gantry.node.pod.PodAction.CleanUp;
import dev.gantry.node.pod.PodAction.DeleteObject;
import dev.gantry.node.pod.PodAction.Forget;
import dev.gantry.node.pod.PodAction.RemoveContainer;
import dev.gantry.node.pod.PodAction.RemoveSandbox;
import dev.gantry.node.pod.PodObserved.VolumesState;
import dev.gantry.node.runtime.ContainerState;
import io.fabric8.kubernetes.api.model.Container;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The end of a pod: deleted, completed or past its deadline. Pure.
 *
 * <p>Containers stop together, then the sidecars, last started first; then the sandbox and the
 * volumes go; what ended stays for its logs until the object is gone.
 */
final class PodShutdown {

    private static final Duration RETRY = Duration.ofSeconds(10);

    private PodShutdown() {}

    static Decision decide(PodObserved seen) {
        Draft draft = new Draft();
        if (stopContainers(seen, draft) && !seen.anythingBusyButObject()) {
            seen.runtime().sandboxes().forEach(s -> draft.act(new RemoveSandbox(s)));
            if (seen.runtime().sandboxes().isEmpty()) {
                afterwards(seen, draft);
            }
        }
        return draft.done();
    }

    /** Whether none is left running. */
    private static boolean stopContainers(PodObserved seen, Draft draft) {
        List<ContainerState> running =
                seen.runtime().containers().stream().filter(ContainerState::running).toList();
        if (running.isEmpty()) {
            return true;
        }
        List<String> sidecars =
                PodParts.initContainers(seen.pod()).stream()
                        .filter(PodParts::isSidecar)
                        .map(Container::getName)
                        .toList();
        List<ContainerState> first =
                running.stream().filter(c -> !sidecars.contains(c.name())).toList();
        if (!first.isEmpty()) {
            first.forEach(c -> stop(seen, c, draft));
            return false;
        }
        Set<String> left = running.stream().map(ContainerState::name).collect(Collectors.toSet());
        String last = sidecars.reversed().stream().filter(left::contains).findFirst().orElse("");
        running.stream()
                .filter(c -> last.isEmpty() || c.name().equals(last))
                .forEach(c -> stop(seen, c, draft));
        return false;
    }

    private static void stop(PodObserved seen, ContainerState container, Draft draft) {
        long seconds = PodParts.graceSeconds(seen.pod());
        Stops.stop(
                seen,
                container,
                Duration.ofSeconds(seen.gone() ? Math.max(1, seconds) : seconds),
                "Stopping container " + container.name(),
                draft);
    }

    private static void afterwards(PodObserved seen, Draft draft) {
        if (seen.memory().volumes() != VolumesState.GONE) {
            draft.act(new CleanUp());
        } else if (seen.gone()) {
            seen.runtime().containers().forEach(c -> draft.act(new RemoveContainer(c)));
            if (seen.runtime().isEmpty()) {
                draft.act(new Forget());
            }
        } else if (PodParts.isDeleting(seen.pod()) && seen.memory().settled()) {
            deleteObject(seen, draft);
        }
    }

    private static void deleteObject(PodObserved seen, Draft draft) {
        Trouble trouble = seen.trouble(PodObserved.OBJECT);
        if (trouble != null && seen.mustWait(PodObserved.OBJECT)) {
            draft.recheck(trouble.retryAt());
        } else if (!seen.memory().deleteSent() && !seen.busy(PodObserved.OBJECT)) {
            draft.act(new DeleteObject());
        } else {
            draft.recheck(seen.now().plus(RETRY));
        }
    }
}
