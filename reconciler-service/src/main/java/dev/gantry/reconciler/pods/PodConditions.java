package dev.gantry.reconciler.pods;

import dev.gantry.api.json.Json;
import dev.gantry.reconciler.controller.Patches;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Status patches that add a condition to a pod. Pure. */
public final class PodConditions {

    private PodConditions() {}

    /** Says why a controller is about to remove the pod: the {@code DisruptionTarget} condition. */
    public static ObjectNode disruption(Pod pod, String reason, String message, Instant now) {
        List<PodCondition> all =
                new ArrayList<>(
                        pod.getStatus() == null ? List.of() : pod.getStatus().getConditions());
        all.removeIf(c -> c.getType().equals("DisruptionTarget"));
        all.add(
                new PodConditionBuilder()
                        .withType("DisruptionTarget")
                        .withStatus("True")
                        .withReason(reason)
                        .withMessage(message)
                        .withLastTransitionTime(now.truncatedTo(ChronoUnit.SECONDS).toString())
                        .build());
        ObjectNode patch = Patches.exactly(pod);
        ArrayNode conditions = patch.putObject("status").putArray("conditions");
        all.forEach(c -> conditions.add(Json.tree(c)));
        return patch;
    }
}
