package dev.gantry.state.table;

import dev.gantry.api.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Kinds that run pods. */
final class WorkloadPrinters {

    private WorkloadPrinters() {}

    static List<Object> deployment(Printed d) {
        JsonNode containers = d.at("spec", "template", "spec", "containers");
        return List.of(
                d.name(),
                d.number("status", "readyReplicas") + "/" + d.number("spec", "replicas"),
                d.number("status", "updatedReplicas"),
                d.number("status", "availableReplicas"),
                d.age(),
                Printed.names(containers),
                Printed.images(containers),
                Printed.selector(d.at("spec", "selector")));
    }

    static List<Object> replicaSet(Printed d) {
        return replicas(d, Printed.selector(d.at("spec", "selector")));
    }

    static List<Object> replicationController(Printed d) {
        return replicas(d, Printed.labels(d.at("spec", "selector")));
    }

    private static List<Object> replicas(Printed d, String selector) {
        JsonNode containers = d.at("spec", "template", "spec", "containers");
        return List.of(
                d.name(),
                d.number("spec", "replicas"),
                d.number("status", "replicas"),
                d.number("status", "readyReplicas"),
                d.age(),
                Printed.names(containers),
                Printed.images(containers),
                selector);
    }

    static List<Object> statefulSet(Printed d) {
        JsonNode containers = d.at("spec", "template", "spec", "containers");
        return List.of(
                d.name(),
                d.number("status", "readyReplicas") + "/" + d.number("spec", "replicas"),
                d.age(),
                Printed.names(containers),
                Printed.images(containers));
    }

    static List<Object> daemonSet(Printed d) {
        JsonNode containers = d.at("spec", "template", "spec", "containers");
        return List.of(
                d.name(),
                d.number("status", "desiredNumberScheduled"),
                d.number("status", "currentNumberScheduled"),
                d.number("status", "numberReady"),
                d.number("status", "updatedNumberScheduled"),
                d.number("status", "numberAvailable"),
                Printed.labels(d.at("spec", "template", "spec", "nodeSelector")),
                d.age(),
                Printed.names(containers),
                Printed.images(containers),
                Printed.selector(d.at("spec", "selector")));
    }

    static List<Object> job(Printed d) {
        JsonNode containers = d.at("spec", "template", "spec", "containers");
        return List.of(
                d.name(),
                jobStatus(d),
                completions(d),
                duration(d),
                d.age(),
                Printed.names(containers),
                Printed.images(containers),
                Printed.selector(d.at("spec", "selector")));
    }

    private static String jobStatus(Printed d) {
        if (d.isTrue("Complete")) {
            return "Complete";
        }
        if (d.isTrue("Failed")) {
            return "Failed";
        }
        if (d.isDeleting()) {
            return "Terminating";
        }
        for (String type : List.of("Suspended", "FailureTarget", "SuccessCriteriaMet")) {
            if (d.isTrue(type)) {
                return type;
            }
        }
        return "Running";
    }

    private static String completions(Printed d) {
        long succeeded = d.number("status", "succeeded");
        if (d.at("spec", "completions").isNumber()) {
            return succeeded + "/" + d.number("spec", "completions");
        }
        long parallelism = d.number("spec", "parallelism");
        return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
    }

    private static String duration(Printed d) {
        Instant start = Printed.instant(d.at("status", "startTime"));
        if (start == null) {
            return "";
        }
        Instant end = Printed.instant(d.at("status", "completionTime"));
        return HumanDuration.of(Duration.between(start, end == null ? d.now() : end));
    }

    static List<Object> cronJob(Printed d) {
        JsonNode job = d.at("spec", "jobTemplate", "spec");
        JsonNode containers = Json.at(job, "template", "spec", "containers");
        JsonNode last = d.at("status", "lastScheduleTime");
        return List.of(
                d.name(),
                d.text("spec", "schedule"),
                d.textOr(Printed.NONE, "spec", "timeZone"),
                suspended(d.at("spec", "suspend")),
                d.count("status", "active"),
                last.isString() ? d.since(last) : Printed.NONE,
                d.age(),
                Printed.names(containers),
                Printed.images(containers),
                Printed.selector(job.path("selector")));
    }

    private static String suspended(JsonNode suspend) {
        if (!suspend.isBoolean()) {
            return Printed.UNSET;
        }
        return suspend.booleanValue() ? "True" : "False";
    }

    static List<Object> podTemplate(Printed d) {
        JsonNode containers = d.at("template", "spec", "containers");
        return List.of(
                d.name(),
                Printed.names(containers),
                Printed.images(containers),
                Printed.labels(d.at("template", "metadata", "labels")));
    }

    static List<Object> controllerRevision(Printed d) {
        String controller = Printed.NONE;
        for (JsonNode owner : d.at("metadata", "ownerReferences")) {
            if (owner.path("controller").booleanValue(false)) {
                controller = owner(owner);
            }
        }
        return List.of(d.name(), controller, d.number("revision"), d.age());
    }

    /** {@code daemonset.apps/web}. */
    private static String owner(JsonNode owner) {
        String apiVersion = Json.text(owner, "apiVersion");
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : "." + apiVersion.substring(0, slash);
        String kind = Json.text(owner, "kind").toLowerCase(java.util.Locale.ROOT);
        return kind + group + "/" + Json.text(owner, "name");
    }

    static List<Object> scale(Printed d) {
        return List.of(
                d.name(), d.number("spec", "replicas"), d.number("status", "replicas"), d.age());
    }

    static List<Object> podDisruptionBudget(Printed d) {
        return List.of(
                d.name(),
                d.at("spec", "minAvailable").asString("N/A"),
                d.at("spec", "maxUnavailable").asString("N/A"),
                d.number("status", "disruptionsAllowed"),
                d.age());
    }
}
