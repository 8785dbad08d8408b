package dev.gantry.state.admission.kinds.policy;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * HorizontalPodAutoscaler in both versions; the older one is judged as what it means in the newer.
 * Kubernetes: "Horizontal Pod Autoscaling".
 */
public final class AutoscalerRules extends ObjectRules {

    private static final String CPU = "targetCPUUtilizationPercentage";
    private static final String METRICS = "autoscaling.alpha.kubernetes.io/metrics";
    private static final int LONGEST_WINDOW_SECONDS = 3600;
    private static final int LONGEST_PERIOD_SECONDS = 1800;

    private final boolean old;

    public AutoscalerRules(ResourceType type) {
        super(type);
        this.old = type.version().equals("v1");
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        if (!old) {
            AutoscalerDefaults.spec(spec);
            return;
        }
        absent(spec, "minReplicas", 1);
        boolean otherMetrics = object.path("metadata").path("annotations").has(METRICS);
        if (!otherMetrics) {
            absent(spec, CPU, AutoscalerDefaults.CPU_PERCENT);
        }
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        if (old && spec.node() instanceof ObjectNode given) {
            ObjectNode current = given.deepCopy();
            if (current.hasNonNull(CPU)) {
                current.putArray("metrics").add(AutoscalerDefaults.cpu(current.path(CPU).asInt()));
            }
            spec = spec.holding(current);
        }
        spec(spec);
    }

    private static void spec(Place spec) {
        replicas(spec);
        Place target = spec.at("scaleTargetRef");
        if (target.at("kind").requireText()) {
            target.at("kind").check(Names.PATH_SEGMENT);
        }
        if (target.at("name").requireText()) {
            target.at("name").check(Names.PATH_SEGMENT);
        }
        spec.at("metrics").items().forEach(MetricRules::check);
        for (String direction : java.util.List.of("scaleUp", "scaleDown")) {
            if (spec.at("behavior").at(direction).present()) {
                behavior(spec.at("behavior").at(direction));
            }
        }
    }

    private static void replicas(Place spec) {
        Place least = spec.at("minReplicas");
        Place most = spec.at("maxReplicas");
        if (least.present() && least.number() < 1) {
            least.invalid("must be greater than or equal to 1");
        }
        if (most.number() == 0) {
            most.required("");
        } else if (most.number() < 0) {
            most.invalid("must be greater than 0");
        }
        if (least.present() && most.number() < least.number()) {
            most.invalid("must be greater than or equal to `minReplicas`");
        }
        if (least.present() && least.number() == 0 && !fromOutside(spec.at("metrics"))) {
            spec.at("metrics")
                    .forbidden(
                            "must specify at least one Object or External metric to support scaling"
                                    + " to zero replicas");
        }
    }

    private static boolean fromOutside(Place metrics) {
        return metrics.items().stream()
                .anyMatch(m -> Set.of("Object", "External").contains(m.at("type").text()));
    }

    private static void behavior(Place rules) {
        Place window = rules.at("stabilizationWindowSeconds");
        if (window.number() < 0) {
            window.invalid("must be greater than or equal to zero");
        } else if (window.number() > LONGEST_WINDOW_SECONDS) {
            window.invalid("must be less than or equal to " + LONGEST_WINDOW_SECONDS);
        }
        rules.at("selectPolicy").oneOf(Set.of("Disabled", "Max", "Min"));
        Place policies = rules.at("policies");
        if (policies.empty()) {
            policies.required("must specify at least one Policy");
        }
        for (Place policy : policies.items()) {
            Place type = policy.at("type");
            if (!Set.of("Percent", "Pods").contains(type.text())) {
                type.unsupported(Set.of("Percent", "Pods"));
            }
            Place value = policy.at("value");
            if (value.number() <= 0) {
                value.invalid("must be greater than zero");
            }
            Place period = policy.at("periodSeconds");
            if (period.number() <= 0) {
                period.invalid("must be greater than zero");
            } else if (period.number() > LONGEST_PERIOD_SECONDS) {
                period.invalid("must be less than or equal to " + LONGEST_PERIOD_SECONDS);
            }
        }
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        object.at("status").at("currentReplicas").nonNegative();
        object.at("status").at("desiredReplicas").nonNegative();
    }
}
