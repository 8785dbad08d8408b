package dev.gantry.state.admission.plugins;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.ClusterReads;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Resolves a pod's priority class into numbers. Kubernetes: "Pod Priority and Preemption". */
final class Priority implements AdmissionPlugin {

    private static final String CLASSES = "priorityclasses.scheduling.k8s.io";
    private static final String PREEMPT = "PreemptLowerPriority";

    private final ClusterReads reads;

    Priority(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "Priority";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = Requests.created(request, "pods");
        if (pod == null) {
            return;
        }
        ObjectNode spec = Json.child(pod, "spec");
        String name = spec.path("priorityClassName").asString("");
        ObjectNode chosen = name.isEmpty() ? standard() : reads.get(key(name));
        if (chosen == null && !name.isEmpty()) {
            throw Requests.forbidden(request, "no PriorityClass with name " + name + " was found");
        }
        if (chosen != null && name.isEmpty()) {
            spec.set("priorityClassName", chosen.path("metadata").path("name"));
        }
        int value = chosen == null ? 0 : chosen.path("value").asInt(0);
        String policy =
                chosen == null ? PREEMPT : chosen.path("preemptionPolicy").asString(PREEMPT);
        priority(request, spec, value);
        preemption(request, spec, policy);
    }

    private static ObjectKey key(String name) {
        return new ObjectKey(CLASSES, "", name);
    }

    private static void priority(AdmissionRequest request, ObjectNode spec, int value) {
        JsonNode given = spec.path("priority");
        if (given.isNumber() && given.asInt() != value) {
            throw Requests.forbidden(
                    request,
                    "the integer value of priority (%d) must not be provided in pod spec; priority admission controller computed %d from the given PriorityClass name"
                            .formatted(given.asInt(), value));
        }
        spec.put("priority", value);
    }

    private static void preemption(AdmissionRequest request, ObjectNode spec, String policy) {
        String given = spec.path("preemptionPolicy").asString("");
        if (!given.isEmpty() && !given.equals(policy)) {
            throw Requests.forbidden(
                    request,
                    "the string value of PreemptionPolicy (%s) must not be provided in pod spec; priority admission controller computed %s from the given PriorityClass name"
                            .formatted(given, policy));
        }
        spec.put("preemptionPolicy", policy);
    }

    /** The class of pods that name none: the lowest of those marked so. */
    private @Nullable ObjectNode standard() {
        return reads.list(CLASSES, "").stream()
                .filter(c -> c.path("globalDefault").asBoolean(false))
                .min(Comparator.comparingInt(c -> c.path("value").asInt(0)))
                .orElse(null);
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode made = Requests.of(request, CLASSES);
        if (made == null || !made.path("globalDefault").asBoolean(false)) {
            return;
        }
        ObjectNode other = standard();
        String name = other == null ? "" : other.path("metadata").path("name").asString("");
        if (!name.isEmpty() && !name.equals(request.key().name())) {
            throw Requests.forbidden(
                    request,
                    "PriorityClass "
                            + name
                            + " is already marked as default. Only one default can exist");
        }
    }
}
