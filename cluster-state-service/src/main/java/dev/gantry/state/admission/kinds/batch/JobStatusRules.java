package dev.gantry.state.admission.kinds.batch;

import dev.gantry.state.admission.validation.Place;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a job's controller may report. Kubernetes: "Jobs", "Job termination and cleanup". Pure. */
final class JobStatusRules {

    private static final Set<String> FINISHED = Set.of("Complete", "Failed");

    private JobStatusRules() {}

    static void check(Place job, ObjectNode stored) {
        Place status = job.at("status");
        for (String count : List.of("active", "succeeded", "failed", "ready", "terminating")) {
            status.at(count).nonNegative();
        }
        boolean complete = holds(status.node(), "Complete");
        boolean failed = holds(status.node(), "Failed");
        Place time = status.at("completionTime");
        conditions(status, complete, failed);
        if (complete && !time.present()) {
            time.required("completionTime is required for Complete jobs");
        } else if (time.present() && !complete) {
            time.invalid("completionTime cannot be set when there is no Complete=True condition");
        }
        if ((complete || failed) && status.at("active").number() > 0) {
            status.at("active").invalid("active>0 is invalid for finished job");
        }
        started(job, stored);
        kept(status, stored.path("status"));
    }

    private static void conditions(Place status, boolean complete, boolean failed) {
        Place conditions = status.at("conditions");
        if (complete && failed) {
            conditions.invalid("cannot set Complete=True and Failed=True conditions");
        }
        if (complete && !holds(status.node(), "SuccessCriteriaMet")) {
            conditions.invalid(
                    "cannot set Complete=True condition without the SuccessCriteriaMet=True"
                            + " condition");
        }
        if (failed && !holds(status.node(), "FailureTarget")) {
            conditions.invalid(
                    "cannot set Failed=True condition without the FailureTarget=true condition");
        }
        if ((complete || failed) && status.at("startTime").empty()) {
            status.at("startTime").required("startTime is required for finished job");
        }
    }

    private static void started(Place job, ObjectNode stored) {
        Place start = job.at("status").at("startTime");
        JsonNode before = stored.path("status").path("startTime");
        if (before.isString() && start.empty() && !job.at("spec").at("suspend").flag()) {
            start.required("startTime cannot be removed for unsuspended job");
        }
        JsonNode done = job.at("status").at("completionTime").node();
        if (done.isString() && !start.empty() && done.stringValue().compareTo(start.text()) < 0) {
            job.at("status")
                    .at("completionTime")
                    .invalid("completionTime cannot be set before startTime");
        }
    }

    /** A job that finished stays finished. */
    private static void kept(Place status, JsonNode before) {
        for (String type : FINISHED) {
            if (holds(before, type) && !holds(status.node(), type)) {
                status.at("conditions")
                        .invalid("cannot disable the terminal " + type + "=True condition");
            }
        }
        if (before.path("completionTime").isString()) {
            status.at("completionTime").unchanged(before.path("completionTime"));
        }
    }

    private static boolean holds(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asString("").equals(type)
                    && condition.path("status").asString("").equals("True")) {
                return true;
            }
        }
        return false;
    }
}
