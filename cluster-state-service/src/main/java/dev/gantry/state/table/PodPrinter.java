package dev.gantry.state.table;

import dev.gantry.api.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Pods: how many containers are ready, and one word for what is going on. The word is the phase,
 * unless an init container is at work or failed, a container waits or ended with a reason, or the
 * pod is going away. Not reusable.
 */
final class PodPrinter {

    private final Printed pod;
    private final Set<String> sidecars = new HashSet<>();
    private String reason;
    private int total;
    private int ready;
    private long restarts;
    private @Nullable Instant lastRestart;

    private PodPrinter(Printed pod) {
        this.pod = pod;
        this.reason = pod.textOr(pod.text("status", "phase"), "status", "reason");
        this.total = pod.count("spec", "containers");
    }

    static List<Object> cells(Printed pod) {
        return new PodPrinter(pod).cells();
    }

    private List<Object> cells() {
        for (JsonNode condition : pod.at("status", "conditions")) {
            if (Json.text(condition, "type").equals("PodScheduled")
                    && Json.text(condition, "reason").equals("SchedulingGated")) {
                reason = "SchedulingGated";
            }
        }
        countSidecars();
        boolean initializing = initContainers();
        if (!initializing || pod.isTrue("Initialized")) {
            forgetInitRestarts();
            containers();
        }
        deletion();
        return List.of(
                pod.name(),
                ready + "/" + total,
                reason,
                restartsCell(),
                pod.age(),
                pod.textOr(Printed.NONE, "status", "podIP"),
                pod.textOr(Printed.NONE, "spec", "nodeName"),
                pod.textOr(Printed.NONE, "status", "nominatedNodeName"),
                readinessGates());
    }

    private void countSidecars() {
        for (JsonNode container : pod.at("spec", "initContainers")) {
            if (Json.text(container, "restartPolicy").equals("Always")) {
                sidecars.add(Json.text(container, "name"));
                total++;
            }
        }
    }

    /** True when initialization is under way or failed. */
    private boolean initContainers() {
        int index = 0;
        for (JsonNode status : pod.at("status", "initContainerStatuses")) {
            countRestarts(status);
            String problem = initProblem(status, index++);
            if (!problem.isEmpty()) {
                reason = "Init:" + problem;
                return true;
            }
        }
        return false;
    }

    private String initProblem(JsonNode status, int index) {
        JsonNode terminated = Json.at(status, "state", "terminated");
        if (terminated.isObject() && terminated.path("exitCode").intValue(0) == 0) {
            return "";
        }
        if (isSidecar(status) && status.path("started").booleanValue(false)) {
            ready += status.path("ready").booleanValue(false) ? 1 : 0;
            return "";
        }
        if (terminated.isObject()) {
            return ending(terminated);
        }
        String waiting = Json.text(status, "state", "waiting", "reason");
        return waiting.isEmpty() || waiting.equals("PodInitializing")
                ? index + "/" + pod.count("spec", "initContainers")
                : waiting;
    }

    private boolean isSidecar(JsonNode status) {
        return sidecars.contains(Json.text(status, "name"));
    }

    private static String ending(JsonNode terminated) {
        String reason = Json.text(terminated, "reason");
        if (!reason.isEmpty()) {
            return reason;
        }
        int signal = terminated.path("signal").intValue(0);
        return signal != 0
                ? "Signal:" + signal
                : "ExitCode:" + terminated.path("exitCode").intValue(0);
    }

    /** Once initialized, only restarts of containers that go on running count. */
    private void forgetInitRestarts() {
        restarts = 0;
        lastRestart = null;
        for (JsonNode status : pod.at("status", "initContainerStatuses")) {
            if (isSidecar(status)) {
                countRestarts(status);
            }
        }
    }

    private void containers() {
        boolean running = false;
        JsonNode statuses = pod.at("status", "containerStatuses");
        for (int i = statuses.size() - 1; i >= 0; i--) {
            JsonNode status = statuses.get(i);
            countRestarts(status);
            String waiting = Json.text(status, "state", "waiting", "reason");
            JsonNode terminated = Json.at(status, "state", "terminated");
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (terminated.isObject()) {
                reason = ending(terminated);
            } else if (status.path("ready").booleanValue(false)
                    && Json.at(status, "state", "running").isObject()) {
                running = true;
                ready++;
            }
        }
        if (reason.equals("Completed") && running) {
            reason = pod.isTrue("Ready") ? "Running" : "NotReady";
        }
    }

    private void countRestarts(JsonNode status) {
        restarts += status.path("restartCount").longValue(0);
        Instant ended = Printed.instant(Json.at(status, "lastState", "terminated", "finishedAt"));
        if (ended != null && (lastRestart == null || ended.isAfter(lastRestart))) {
            lastRestart = ended;
        }
    }

    private void deletion() {
        if (!pod.isDeleting()) {
            return;
        }
        String phase = pod.text("status", "phase");
        if (pod.text("status", "reason").equals("NodeLost")) {
            reason = "Unknown";
        } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
            reason = "Terminating";
        }
    }

    private String restartsCell() {
        if (restarts == 0 || lastRestart == null) {
            return Long.toString(restarts);
        }
        return restarts
                + " ("
                + HumanDuration.of(Duration.between(lastRestart, pod.now()))
                + " ago)";
    }

    private String readinessGates() {
        JsonNode gates = pod.at("spec", "readinessGates");
        if (gates.isEmpty()) {
            return Printed.NONE;
        }
        int open = 0;
        for (JsonNode gate : gates) {
            open += pod.isTrue(Json.text(gate, "conditionType")) ? 1 : 0;
        }
        return open + "/" + gates.size();
    }
}
