package dev.gantry.state.admission.kinds.policy;

import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Quantities;
import dev.gantry.state.admission.validation.Selectors;
import java.util.Map;
import java.util.Set;

/** What an autoscaler may look at. Kubernetes: reference of MetricSpec. Pure. */
final class MetricRules {

    private static final Map<String, String> SOURCES =
            Map.of(
                    "Object", "object",
                    "Pods", "pods",
                    "Resource", "resource",
                    "External", "external",
                    "ContainerResource", "containerResource");
    private static final Set<String> TARGETS = Set.of("AverageValue", "Utilization", "Value");

    private MetricRules() {}

    static void check(Place metric) {
        Place type = metric.at("type");
        if (type.empty()) {
            type.required("must specify a metric source type");
        }
        String expected = SOURCES.get(type.text());
        if (expected == null) {
            type.unsupported(SOURCES.keySet());
            type.unsupported(SOURCES.keySet());
            return;
        }
        for (String field : SOURCES.values()) {
            Place source = metric.at(field);
            if (source.present()) {
                source(field, source);
                if (!field.equals(expected)) {
                    source.forbidden("must populate the given metric source only");
                }
            }
        }
        if (!metric.at(expected).present()) {
            metric.at(expected).required("must populate information for the given metric source");
        }
    }

    private static void source(String field, Place source) {
        Place target = source.at("target");
        target(target);
        Place value = target.at("value");
        Place average = target.at("averageValue");
        switch (field) {
            case "resource", "containerResource" -> resource(field, source, target);
            case "pods" -> {
                metric(source.at("metric"));
                if (Quantities.of(average).value().signum() <= 0) {
                    average.required("must specify a positive target averageValue");
                }
            }
            case "external" -> {
                metric(source.at("metric"));
                if (!value.present() && !average.present()) {
                    average.required(
                            "must set either a target value for metric or a per-pod target");
                } else if (value.present() && average.present()) {
                    value.forbidden(
                            "may not set both a target value for metric and a per-pod target");
                }
            }
            default -> {
                Place object = source.at("describedObject");
                object.at("kind").requireText();
                object.at("name").requireText();
                metric(source.at("metric"));
                if (!value.present() && !average.present()) {
                    average.required("must set either a target value or averageValue");
                }
            }
        }
    }

    private static void resource(String field, Place source, Place target) {
        if (source.at("name").empty()) {
            source.at("name").required("must specify a resource name");
        }
        if (field.equals("containerResource") && source.at("container").empty()) {
            source.at("container").required("must specify a container name");
        }
        boolean utilization = target.at("averageUtilization").present();
        boolean value = target.at("averageValue").present();
        if (!utilization && !value) {
            target.at("averageUtilization")
                    .required("must set either a target raw value or a target utilization");
        } else if (utilization && value) {
            target.at("averageValue")
                    .forbidden("may not set both a target raw value and a target utilization");
        }
    }

    private static void metric(Place metric) {
        Place name = metric.at("name");
        if (name.empty()) {
            name.required("must specify a metric name");
        } else {
            name.check(Names.PATH_SEGMENT);
        }
        Selectors.check(metric.at("selector"));
    }

    private static void target(Place target) {
        Place type = target.at("type");
        if (type.empty()) {
            type.required("must specify a metric target type");
        } else {
            type.oneOf(TARGETS);
        }
        for (String field : java.util.List.of("value", "averageValue")) {
            Place amount = target.at(field);
            if (amount.present() && Quantities.of(amount).value().signum() <= 0) {
                amount.invalid("must be positive");
            }
        }
        Place utilization = target.at("averageUtilization");
        if (utilization.present() && utilization.number() < 1) {
            utilization.invalid("must be greater than 0");
        }
    }
}
