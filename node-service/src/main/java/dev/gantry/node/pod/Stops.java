package dev.gantry.node.pod;

import dev.gantry.node.pod.Decision.Draft;
import dev.gantry.node.pod.PodAction.KillContainer;
import dev.gantry.node.pod.PodAction.StopContainer;
import dev.gantry.node.runtime.ContainerState;
import java.time.Duration;
import java.time.Instant;

/** Stopping one container: asked once, ended when its time is over. Pure. */
final class Stops {

    private Stops() {}

    static void stop(
            PodObserved seen, ContainerState container, Duration grace, String why, Draft draft) {
        Instant since = seen.memory().stopping().get(container.id());
        if (since == null) {
            draft.act(new StopContainer(container, grace, why));
            draft.recheck(seen.now().plus(grace));
            return;
        }
        Instant over = since.plus(grace);
        if (seen.now().isBefore(over)) {
            draft.recheck(over);
        } else {
            draft.act(new KillContainer(container));
            draft.recheck(seen.now().plusSeconds(2));
        }
    }
}
