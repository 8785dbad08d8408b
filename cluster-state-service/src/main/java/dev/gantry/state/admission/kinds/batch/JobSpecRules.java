package dev.gantry.state.admission.kinds.batch;

import dev.gantry.state.admission.kinds.pod.TemplateRules;
import dev.gantry.state.admission.kinds.workload.Templated;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Selectors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of a job's spec, in jobs and in the templates of cron jobs. Kubernetes: "Jobs". */
final class JobSpecRules {

    private static final int MOST_MANAGED_BY = 63;
    private static final int MOST_EXIT_CODES = 255;
    private static final int MOST_RULES = 20;

    private final TemplateRules templates;

    JobSpecRules(TemplateRules templates) {
        this.templates = templates;
    }

    /** With its selector. */
    void check(Place spec) {
        body(spec);
        Place selector = spec.at("selector");
        if (!selector.present()) {
            selector.required("");
        } else {
            Selectors.check(selector);
        }
        if (Selectors.sound(selector) && !Templated.matches(selector.node(), spec.at("template"))) {
            Templated.mismatch(spec.at("template"));
        }
    }

    /** Without its selector, which a template has not. */
    void body(Place spec) {
        for (String count :
                List.of(
                        "parallelism",
                        "completions",
                        "activeDeadlineSeconds",
                        "backoffLimit",
                        "ttlSecondsAfterFinished",
                        "backoffLimitPerIndex",
                        "maxFailedIndexes")) {
            spec.at(count).nonNegative();
        }
        Place manager = spec.at("managedBy");
        if (manager.present()) {
            manager.check(Names.DOMAIN_PREFIXED_PATH);
            if (manager.text().length() > MOST_MANAGED_BY) {
                manager.tooLong(MOST_MANAGED_BY);
            }
        }
        indexes(spec);
        if (spec.at("podFailurePolicy").present()) {
            failurePolicy(spec.at("podFailurePolicy"), spec);
        }
        if (spec.at("successPolicy").present()) {
            successPolicy(spec.at("successPolicy"), spec);
        }
        replacement(spec);
        template(spec.at("template"));
    }

    private static void indexes(Place spec) {
        Place mode = spec.at("completionMode");
        mode.oneOf(Set.of("NonIndexed", "Indexed"));
        boolean indexed = mode.text().equals("Indexed");
        if (indexed && !spec.at("completions").present()) {
            spec.at("completions").required("when completion mode is Indexed");
        }
        if (indexed
                && spec.at("completions").number() > 0
                && spec.at("parallelism").number() > 100_000) {
            spec.at("parallelism")
                    .invalid(
                            "must be less than or equal to 100000 when completion mode is Indexed");
        }
        Place perIndex = spec.at("backoffLimitPerIndex");
        Place failed = spec.at("maxFailedIndexes");
        if (perIndex.present() && !indexed) {
            perIndex.invalid("requires indexed completion mode");
        }
        if (failed.present()) {
            if (!perIndex.present()) {
                perIndex.required("when maxFailedIndexes is specified");
            }
            if (spec.at("completions").present()
                    && failed.number() > spec.at("completions").number()) {
                failed.invalid("must be less than or equal to completions");
            }
        }
    }

    private void template(Place template) {
        templates.check(template);
        Place restart = template.at("spec").at("restartPolicy");
        if (restart.empty() || restart.text().equals("Always")) {
            restart.required("valid values: \"OnFailure\", \"Never\"");
        }
    }

    private static void replacement(Place spec) {
        Place policy = spec.at("podReplacementPolicy");
        if (spec.at("podFailurePolicy").present()) {
            policy.oneOf(Set.of("Failed"));
        } else {
            policy.oneOf(Set.of("Failed", "TerminatingOrFailed"));
        }
    }

    private static void failurePolicy(Place policy, Place spec) {
        Place rules = policy.at("rules");
        if (rules.node().size() > MOST_RULES) {
            rules.tooMany(MOST_RULES);
        }
        Set<String> containers = new HashSet<>();
        Place pod = spec.at("template").at("spec");
        for (String list : List.of("containers", "initContainers")) {
            pod.at(list).items().forEach(c -> containers.add(c.at("name").text()));
        }
        for (Place rule : rules.items()) {
            failureRule(rule, spec, containers);
        }
        Place restart = pod.at("restartPolicy");
        if (!restart.empty() && !restart.text().equals("Never")) {
            restart.invalid("only \"Never\" is supported when podFailurePolicy is specified");
        }
    }

    private static void failureRule(Place rule, Place spec, Set<String> containers) {
        Place action = rule.at("action");
        Set<String> actions = Set.of("Count", "FailIndex", "FailJob", "Ignore");
        if (action.requireText()) {
            if (action.text().equals("FailIndex") && !spec.at("backoffLimitPerIndex").present()) {
                action.invalid("requires the backoffLimitPerIndex to be set");
            }
            action.oneOf(actions);
        }
        Place codes = rule.at("onExitCodes");
        Place conditions = rule.at("onPodConditions");
        if (codes.present()) {
            exitCodes(codes, containers);
            if (!conditions.empty()) {
                rule.invalid("specifying both OnExitCodes and OnPodConditions is not supported");
            }
        } else if (conditions.empty()) {
            rule.invalid("specifying one of OnExitCodes and OnPodConditions is required");
        }
        if (conditions.node().size() > MOST_RULES) {
            conditions.tooMany(MOST_RULES);
        }
        for (Place condition : conditions.items()) {
            condition.at("type").check(Names.QUALIFIED_NAME);
            condition.at("status").requireOneOf(Set.of("True", "False", "Unknown"));
        }
    }

    private static void exitCodes(Place codes, Set<String> containers) {
        codes.at("operator").requireOneOf(Set.of("In", "NotIn"));
        Place container = codes.at("containerName");
        if (container.present() && !containers.contains(container.text())) {
            container.invalid(
                    "must be one of the container or initContainer names in the pod template");
        }
        Place values = codes.at("values");
        if (values.empty()) {
            values.required("at least one value is required");
        } else if (values.node().size() > MOST_EXIT_CODES) {
            values.tooMany(MOST_EXIT_CODES);
        }
        boolean in = codes.at("operator").text().equals("In");
        Set<Long> seen = new HashSet<>();
        long before = Long.MIN_VALUE;
        boolean ordered = true;
        for (Place value : values.items()) {
            if (in && value.number() == 0) {
                value.invalid("must not be 0 for the In operator");
            }
            if (!seen.add(value.number())) {
                value.duplicate();
            }
            ordered &= before <= value.number();
            before = value.number();
        }
        if (!ordered) {
            values.invalid("must be ordered");
        }
    }

    private static void successPolicy(Place policy, Place spec) {
        if (!spec.at("completionMode").text().equals("Indexed")) {
            policy.invalid("requires indexed completion mode");
        }
        Place rules = policy.at("rules");
        if (rules.empty()) {
            rules.required(
                    "at least one rules must be specified when the successPolicy is specified");
        }
        if (rules.node().size() > MOST_RULES) {
            rules.tooMany(MOST_RULES);
        }
        for (Place rule : rules.items()) {
            Place count = rule.at("succeededCount");
            if (!count.present() && !rule.at("succeededIndexes").present()) {
                rule.required(
                        "at least one of succeededCount or succeededIndexes must be specified");
            }
            if (count.present() && count.number() <= 0) {
                count.invalid("must be greater than 0");
            }
            if (count.number() > spec.at("completions").number()) {
                count.invalid("must be less than or equal to completions");
            }
        }
    }
}
