package dev.gantry.state.admission.plugins;

import dev.gantry.api.json.Json;
import dev.gantry.api.quantity.Quantity;
import dev.gantry.state.admission.validation.Quantities;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether resources are within the bounds of one limit. Kubernetes: "Limit Ranges". Pure. */
final class LimitBounds {

    private LimitBounds() {}

    static void pod(JsonNode limit, JsonNode spec, List<String> problems) {
        switch (limit.path("type").asString("")) {
            case "Container" -> {
                for (String list : List.of("containers", "initContainers")) {
                    for (JsonNode container : spec.path(list)) {
                        check(limit, container.path("resources"), problems);
                    }
                }
            }
            case "Pod" -> check(limit, sum(spec), problems);
            default -> {}
        }
    }

    static void claim(JsonNode limit, JsonNode spec, List<String> problems) {
        if (!limit.path("type").asString("").equals("PersistentVolumeClaim")) {
            return;
        }
        JsonNode asked = spec.path("resources").path("requests").path("storage");
        for (String bound : List.of("min", "max")) {
            JsonNode edge = limit.path(bound).path("storage");
            int order = Quantities.of(asked).compareTo(Quantities.of(edge));
            if (!edge.isMissingNode() && (bound.equals("min") ? order < 0 : order > 0)) {
                problems.add(
                        "%s storage usage per PersistentVolumeClaim is %s, but request is %s"
                                .formatted(word(bound), text(edge), text(asked)));
            }
        }
    }

    /** What all containers ask together, or the first ones if one of them asks more. */
    private static ObjectNode sum(JsonNode spec) {
        ObjectNode total = Json.object();
        for (String side : List.of("requests", "limits")) {
            ObjectNode amounts = total.putObject(side);
            for (JsonNode container : spec.path("containers")) {
                for (Map.Entry<String, JsonNode> each :
                        container.path("resources").path(side).properties()) {
                    Quantity before = Quantities.of(amounts.path(each.getKey()));
                    amounts.put(
                            each.getKey(), before.plus(Quantities.of(each.getValue())).toString());
                }
            }
            for (JsonNode container : spec.path("initContainers")) {
                for (Map.Entry<String, JsonNode> each :
                        container.path("resources").path(side).properties()) {
                    Quantity before = Quantities.of(amounts.path(each.getKey()));
                    if (Quantities.of(each.getValue()).compareTo(before) > 0) {
                        amounts.set(each.getKey(), each.getValue());
                    }
                }
            }
        }
        return total;
    }

    private static void check(JsonNode limit, JsonNode resources, List<String> problems) {
        String type = limit.path("type").asString("");
        JsonNode requests = resources.path("requests");
        JsonNode limits = resources.path("limits");
        for (Map.Entry<String, JsonNode> min : limit.path("min").properties()) {
            minimum(type, min, requests, limits, problems);
        }
        for (Map.Entry<String, JsonNode> max : limit.path("max").properties()) {
            maximum(type, max, requests, limits, problems);
        }
        for (Map.Entry<String, JsonNode> ratio : limit.path("maxLimitRequestRatio").properties()) {
            ratio(type, ratio, requests, limits, problems);
        }
    }

    private static void minimum(
            String type,
            Map.Entry<String, JsonNode> min,
            JsonNode requests,
            JsonNode limits,
            List<String> problems) {
        String start =
                "minimum %s usage per %s is %s".formatted(min.getKey(), type, text(min.getValue()));
        JsonNode request = requests.path(min.getKey());
        JsonNode limit = limits.path(min.getKey());
        if (request.isMissingNode()) {
            problems.add(start + ".  No request is specified");
        } else if (compare(request, min.getValue()) < 0) {
            problems.add(start + ", but request is " + text(request));
        } else if (!limit.isMissingNode() && compare(limit, min.getValue()) < 0) {
            problems.add(start + ", but limit is " + text(limit));
        }
    }

    private static void maximum(
            String type,
            Map.Entry<String, JsonNode> max,
            JsonNode requests,
            JsonNode limits,
            List<String> problems) {
        String start =
                "maximum %s usage per %s is %s".formatted(max.getKey(), type, text(max.getValue()));
        JsonNode request = requests.path(max.getKey());
        JsonNode limit = limits.path(max.getKey());
        if (limit.isMissingNode()) {
            problems.add(start + ".  No limit is specified");
        } else if (compare(limit, max.getValue()) > 0) {
            problems.add(start + ", but limit is " + text(limit));
        } else if (!request.isMissingNode() && compare(request, max.getValue()) > 0) {
            problems.add(start + ", but request is " + text(request));
        }
    }

    private static void ratio(
            String type,
            Map.Entry<String, JsonNode> ratio,
            JsonNode requests,
            JsonNode limits,
            List<String> problems) {
        String start =
                "%s max limit to request ratio per %s is %s"
                        .formatted(ratio.getKey(), type, text(ratio.getValue()));
        BigDecimal request = Quantities.of(requests.path(ratio.getKey())).value();
        BigDecimal limit = Quantities.of(limits.path(ratio.getKey())).value();
        if (request.signum() == 0) {
            problems.add(start + ", but no request is specified or request is 0");
        } else if (limit.signum() == 0) {
            problems.add(start + ", but no limit is specified or limit is 0");
        } else {
            BigDecimal observed = limit.divide(request, MathContext.DECIMAL64);
            if (observed.compareTo(Quantities.of(ratio.getValue()).value()) > 0) {
                problems.add(start + ", but provided ratio is " + observed.toPlainString());
            }
        }
    }

    private static int compare(JsonNode left, JsonNode right) {
        return Quantities.of(left).compareTo(Quantities.of(right));
    }

    private static String word(String bound) {
        return bound.equals("min") ? "minimum" : "maximum";
    }

    private static String text(JsonNode amount) {
        return amount.asString("");
    }
}
