package dev.gantry.node.pod;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do now, and when to look again without a change.
 *
 * @param recheckAt null when only a change can make a difference
 */
record Decision(List<PodAction> actions, @Nullable Instant recheckAt) {

    /** Collects a decision. */
    static final class Draft {

        private final List<PodAction> actions = new ArrayList<>();
        private @Nullable Instant recheckAt;

        void act(PodAction action) {
            actions.add(action);
        }

        /** The earliest of all counts. */
        void recheck(Instant at) {
            if (recheckAt == null || at.isBefore(recheckAt)) {
                recheckAt = at;
            }
        }

        Decision done() {
            return new Decision(List.copyOf(actions), recheckAt);
        }
    }
}
