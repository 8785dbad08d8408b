package dev.gantry.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracePictureTest {

    private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Step> steps = new ArrayList<>();

    @Test
    void drawsWhatLedToTheObjectAndWhatItSetOffButNoSiblings() {
        step("t", "1", "", "api-gateway", "POST /deployments", "", 0, 24);
        step("t", "2", "1", "state", "commit", "deployments.apps/default/web", 3, 19);
        step(
                "t",
                "3",
                "2",
                "reconciler",
                "reconcile replicaset",
                "replicasets.apps/default/w",
                40,
                9);
        step("t", "4", "3", "state", "commit", "pods/default/web-1", 42, 5);
        step("t", "5", "3", "state", "commit", "pods/default/web-2", 42, 5);
        step("t", "6", "4", "scheduler", "bind to node-1", "pods/default/web-1", 60, 1);

        assertThat(TracePicture.draw(steps, "t", "pods/default/web-1"))
                .map(line -> line.replaceAll(" +", " ").strip())
                .containsExactly(
                        "began 2026-01-01T00:00:00Z, 61 ms from the first step to the end of the last",
                        "0 ms 24 ms api-gateway POST /deployments",
                        "3 ms 19 ms state commit deployments.apps/default/web",
                        "40 ms 9.0 ms reconciler reconcile replicaset replicasets.apps/default/w",
                        "42 ms 5.0 ms state commit pods/default/web-1",
                        "60 ms 1.0 ms scheduler bind to node-1 pods/default/web-1");
    }

    @Test
    void drawsAlikeStepsOnceAndLeavesOutWhatChangedNothing() {
        step("t", "1", "", "state", "commit", "pods/default/p", 0, 5);
        step("t", "2", "1", "reconciler", "publish", "replicasets.apps/default/w", 6, 1);
        step("t", "3", "1", "reconciler", "publish", "replicasets.apps/default/w", 9, 1);
        step("t", "4", "1", "state", "reconcile podgc", "pods/default/p", 12, 1);
        step("t", "5", "4", "state", "unchanged", "pods/default/p", 12, 1);

        assertThat(TracePicture.draw(steps, "t", "pods/default/p"))
                .hasSize(3)
                .last()
                .asString()
                .endsWith("replicasets.apps/default/w  (2 times)");
    }

    @Test
    void takesAStepWhoseParentIsForgottenForAFirstOne() {
        step("t", "9", "8", "state", "commit", "pods/default/p", 5, 1);
        assertThat(TracePicture.draw(steps, "t", "pods/default/p")).hasSize(2);
    }

    @Test
    void toldTheNewestTraceFirst() {
        step("old", "1", "", "state", "commit", "pods/default/p", 0, 1);
        step("new", "2", "", "state", "commit", "pods/default/p", 50, 1);
        step("other", "3", "", "state", "commit", "pods/default/q", 90, 1);
        assertThat(TracePicture.traces(steps, "pods/default/p")).containsExactly("new", "old");
    }

    @Test
    void cutsALongPicture() {
        for (int i = 0; i < 500; i++) {
            step("t", "s" + i, "", "state", "commit " + i, "pods/default/p", i, 1);
        }
        assertThat(TracePicture.draw(steps, "t", "pods/default/p"))
                .hasSize(TracePicture.MOST_LINES + 2)
                .last()
                .isEqualTo("... 300 more");
    }

    private void step(
            String trace,
            String id,
            String parent,
            String service,
            String name,
            String object,
            long atMillis,
            long millis) {
        Instant start = BEGAN.plusMillis(atMillis);
        steps.add(
                new Step(trace, id, parent, service, name, object, start, millis * 1_000_000, ""));
    }
}
