package dev.gantry.state.table;

import dev.gantry.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** HorizontalPodAutoscalers in both versions. */
final class AutoscalerPrinter {

    private static final int MOST_METRICS = 2;

    private AutoscalerPrinter() {}

    static List<Object> v2(Printed d) {
        return cells(d, targets(d));
    }

    static List<Object> v1(Printed d) {
        JsonNode target = d.at("spec", "targetCPUUtilizationPercentage");
        JsonNode current = d.at("status", "currentCPUUtilizationPercentage");
        return cells(
                d,
                target.isNumber()
                        ? "cpu: " + percent(current, Printed.UNKNOWN) + "/" + percent(target, "")
                        : Printed.NONE);
    }

    private static List<Object> cells(Printed d, String targets) {
        return List.of(
                d.name(),
                d.text("spec", "scaleTargetRef", "kind")
                        + "/"
                        + d.text("spec", "scaleTargetRef", "name"),
                targets,
                d.at("spec", "minReplicas").asString(Printed.UNSET),
                d.number("spec", "maxReplicas"),
                d.number("status", "currentReplicas"),
                d.age());
    }

    private static String targets(Printed d) {
        JsonNode specs = d.at("spec", "metrics");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            texts.add(metric(specs.get(i), d.at("status", "currentMetrics").path(i)));
        }
        if (texts.isEmpty()) {
            return Printed.NONE;
        }
        int shown = Math.min(MOST_METRICS, texts.size());
        String all = String.join(", ", texts.subList(0, shown));
        return texts.size() > shown ? all + " + " + (texts.size() - shown) + " more..." : all;
    }

    private static String metric(JsonNode spec, JsonNode status) {
        String type = Json.text(spec, "type");
        if (type.isEmpty()) {
            return "<unknown type>";
        }
        String property = type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
        JsonNode source = spec.path(property);
        JsonNode target = source.path("target");
        JsonNode current = status.path(property).path("current");
        return switch (type) {
            case "Resource", "ContainerResource" -> resource(source, target, current);
            case "Pods" -> ratio(current.path("averageValue"), target.path("averageValue"));
            case "Object", "External" ->
                    target.hasNonNull("averageValue")
                            ? ratio(current.path("averageValue"), target.path("averageValue"))
                                    + " (avg)"
                            : ratio(current.path("value"), target.path("value"));
            default -> "<unknown type>";
        };
    }

    private static String resource(JsonNode source, JsonNode target, JsonNode current) {
        String name = Json.text(source, "name") + ": ";
        return target.hasNonNull("averageValue")
                ? name + ratio(current.path("averageValue"), target.path("averageValue"))
                : name
                        + percent(current.path("averageUtilization"), Printed.UNKNOWN)
                        + "/"
                        + percent(target.path("averageUtilization"), "<auto>");
    }

    private static String ratio(JsonNode current, JsonNode target) {
        return current.asString(Printed.UNKNOWN) + "/" + target.asString("");
    }

    private static String percent(JsonNode value, String nothing) {
        return value.isNumber() ? value.asString() + "%" : nothing;
    }
}
