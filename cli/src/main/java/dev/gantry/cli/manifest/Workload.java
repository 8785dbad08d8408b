package dev.gantry.cli.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import tools.jackson.databind.JsonNode;

/** A workload's progress towards being available, read off any kind that has replicas. Pure. */
public record Workload(String name, int ready, int wanted, boolean settled) {

    /**
     * @param object a Deployment, StatefulSet, ReplicaSet or DaemonSet as a tree
     */
    public static Workload of(JsonNode object) {
        JsonNode spec = object.path("spec");
        JsonNode status = object.path("status");
        boolean daemons = object.path("kind").asString("").equals("DaemonSet");
        int wanted =
                daemons
                        ? status.path("desiredNumberScheduled").asInt(0)
                        : spec.path("replicas").asInt(1);
        int ready = status.path(daemons ? "numberAvailable" : "availableReplicas").asInt(0);
        String updatedField = daemons ? "updatedNumberScheduled" : "updatedReplicas";
        boolean updated =
                object.path("kind").asString("").equals("ReplicaSet")
                        || status.path(updatedField).asInt(0) == wanted;
        boolean observed =
                status.path("observedGeneration").asLong(0)
                        >= object.path("metadata").path("generation").asLong(0);
        return new Workload(
                object.path("metadata").path("name").asString(""),
                ready,
                wanted,
                observed && updated && ready >= wanted);
    }

    static boolean is(HasMetadata object) {
        return switch (object.getKind()) {
            case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet" -> true;
            default -> false;
        };
    }

    /** {@code web 3/3}. */
    public String shown() {
        return name + " " + ready + "/" + wanted;
    }
}
