package dev.gantry.state.customresource;

import dev.gantry.api.json.Json;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.served.CustomKind.ScalePaths;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the numbers of {@code /scale} must be in a custom resource. Pure. */
final class ScaleRules {

    private ScaleRules() {}

    static void check(JsonNode object, ScalePaths paths, Problems problems) {
        replicas(object, paths.wanted(), problems);
        JsonNode selector = at(object, paths.selector());
        if (!paths.selector().isEmpty() && !selector.isMissingNode() && !selector.isString()) {
            problems.invalid(told(paths.selector()), "", wrongType(paths.selector(), "string"));
        }
        replicas(object, paths.actual(), problems);
    }

    private static void replicas(JsonNode object, List<String> path, Problems problems) {
        JsonNode value = at(object, path);
        if (value.isMissingNode()) {
            return;
        }
        if (!value.isIntegralNumber()) {
            problems.invalid(told(path), 0, wrongType(path, "int64"));
        } else if (value.decimalValue().signum() < 0) {
            problems.invalid(told(path), value, "should be a non-negative integer");
        } else if (!value.canConvertToInt()) {
            problems.invalid(
                    told(path), value, "should be less than or equal to " + Integer.MAX_VALUE);
        }
    }

    private static JsonNode at(JsonNode object, List<String> path) {
        return Json.at(object, path.toArray(String[]::new));
    }

    private static String told(List<String> path) {
        return "." + String.join(".", path);
    }

    private static String wrongType(List<String> path, String wanted) {
        return "%s accessor error: the value is not of the type %s".formatted(told(path), wanted);
    }
}
