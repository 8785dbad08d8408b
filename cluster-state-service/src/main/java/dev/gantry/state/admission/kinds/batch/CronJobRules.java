package dev.gantry.state.admission.kinds.batch;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.PodDefaults;
import dev.gantry.state.admission.kinds.pod.TemplateRules;
import dev.gantry.state.admission.validation.Place;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** CronJob. Kubernetes: "CronJob". */
public final class CronJobRules extends ObjectRules {

    private static final int KEPT_SUCCESSES = 3;
    private static final int KEPT_FAILURES = 1;
    private static final int LONGEST_NAME = 52;

    private final JobSpecRules specs;

    public CronJobRules(ResourceType type, TemplateRules templates) {
        super(type);
        this.specs = new JobSpecRules(templates);
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        empty(spec, "concurrencyPolicy", "Allow");
        absent(spec, "suspend", false);
        absent(spec, "successfulJobsHistoryLimit", KEPT_SUCCESSES);
        absent(spec, "failedJobsHistoryLimit", KEPT_FAILURES);
        PodDefaults.template(Json.child(Json.child(spec, "jobTemplate"), "spec"));
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        schedule(spec.at("schedule"), spec.at("timeZone").present());
        zone(spec.at("timeZone"));
        spec.at("concurrencyPolicy").requireOneOf(Set.of("Allow", "Forbid", "Replace"));
        for (String count :
                List.of(
                        "startingDeadlineSeconds",
                        "successfulJobsHistoryLimit",
                        "failedJobsHistoryLimit")) {
            spec.at(count).nonNegative();
        }
        Place job = spec.at("jobTemplate").at("spec");
        if (job.at("selector").present()) {
            job.at("selector").invalid("`selector` will be auto-generated");
        }
        if (job.at("manualSelector").flag()) {
            job.at("manualSelector").unsupported(List.of("nil", "false"));
        }
        specs.body(job);
        Place name = object.at("metadata").at("name");
        if (name.text().length() > LONGEST_NAME) {
            name.invalid("must be no more than " + LONGEST_NAME + " characters");
        }
    }

    private static void schedule(Place schedule, boolean zoned) {
        if (!schedule.requireText()) {
            return;
        }
        if (schedule.text().contains("TZ")) {
            schedule.invalid(
                    zoned
                            ? "cannot use both timeZone field and TZ or CRON_TZ in schedule"
                            : "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
            return;
        }
        String problem = CronFormat.problem(schedule.text());
        if (!problem.isEmpty()) {
            schedule.invalid(problem);
        }
    }

    private static void zone(Place zone) {
        if (!zone.present()) {
            return;
        }
        if (zone.text().isEmpty()) {
            zone.invalid("timeZone must be nil or non-empty string");
        } else if (zone.text().equalsIgnoreCase("Local")) {
            zone.invalid(
                    "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        } else if (!isKnown(zone.text())) {
            zone.invalid("unknown time zone " + zone.text());
        }
    }

    private static boolean isKnown(String zone) {
        try {
            return ZoneId.getAvailableZoneIds().contains(ZoneId.of(zone).getId());
        } catch (DateTimeException e) {
            return false;
        }
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {}
}
