package dev.gantry.state.admission.kinds.extension;

import dev.gantry.api.json.Json;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Selectors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which requests a webhook or policy is asked about. Kubernetes: "Matching requests: rules". */
final class MatchedResources {

    private static final Set<String> OPERATIONS =
            Set.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final Set<String> SCOPES = Set.of("*", "Cluster", "Namespaced");

    private MatchedResources() {}

    /** The default scope of a rule. */
    static void scope(JsonNode rule) {
        if (rule instanceof ObjectNode object && !object.hasNonNull("scope")) {
            object.put("scope", "*");
        }
    }

    /** The defaults of {@code matchConstraints} and {@code matchResources}. */
    static void defaults(JsonNode match) {
        if (match instanceof ObjectNode object) {
            if (!object.hasNonNull("matchPolicy")) {
                object.put("matchPolicy", "Equivalent");
            }
            Json.child(object, "namespaceSelector");
            Json.child(object, "objectSelector");
            object.path("resourceRules").forEach(MatchedResources::scope);
            object.path("excludeResourceRules").forEach(MatchedResources::scope);
        }
    }

    /**
     * @param rulesRequired whether there must be a rule at all
     */
    static void check(Place match, boolean rulesRequired) {
        match.at("matchPolicy").oneOf(Set.of("Equivalent", "Exact"));
        Selectors.check(match.at("namespaceSelector"));
        Selectors.check(match.at("objectSelector"));
        Place rules = match.at("resourceRules");
        if (rulesRequired && rules.empty()) {
            rules.required("");
        }
        for (Place list : List.of(rules, match.at("excludeResourceRules"))) {
            for (Place rule : list.items()) {
                rule(rule);
                rule.at("resourceNames").items().forEach(n -> n.requireText(Names.PATH_SEGMENT));
                rule.at("resourceNames").noDuplicates();
            }
        }
    }

    static void rule(Place rule) {
        Place operations = rule.at("operations");
        words(operations);
        for (Place operation : operations.items()) {
            if (!OPERATIONS.contains(operation.text())) {
                operation.unsupported(OPERATIONS);
            }
        }
        words(rule.at("apiGroups"));
        words(rule.at("apiVersions"));
        for (Place version : rule.at("apiVersions").items()) {
            if (version.empty()) {
                version.required("");
            }
        }
        resources(rule.at("resources"));
        rule.at("scope").oneOf(SCOPES);
    }

    private static void words(Place words) {
        if (words.empty()) {
            words.required("");
        }
        if (words.node().size() > 1 && words.texts().contains("*")) {
            words.invalid("if '*' is present, must not specify other " + name(words));
        }
    }

    private static String name(Place words) {
        return switch (words.path().substring(words.path().lastIndexOf('.') + 1)) {
            case "apiGroups" -> "API groups";
            case "apiVersions" -> "API versions";
            default -> "operations";
        };
    }

    private static void resources(Place resources) {
        if (resources.empty()) {
            resources.required("");
        }
        Set<String> withAllSubresources = new HashSet<>();
        Set<String> subresourcesOfAll = new HashSet<>();
        boolean everything = false;
        boolean all = false;
        boolean plain = false;
        for (Place each : resources.items()) {
            String text = each.text();
            if (text.isEmpty()) {
                each.required("");
                continue;
            }
            everything |= text.equals("*/*");
            all |= text.equals("*");
            String[] parts = text.split("/", 2);
            if (parts.length == 1) {
                plain |= !text.equals("*");
                continue;
            }
            if (withAllSubresources.contains(parts[0])) {
                each.invalid("if '%s/*' is present, must not specify %s".formatted(parts[0], text));
            }
            if (subresourcesOfAll.contains(parts[1])) {
                each.invalid("if '*/%s' is present, must not specify %s".formatted(parts[1], text));
            }
            if (parts[1].equals("*")) {
                withAllSubresources.add(parts[0]);
            }
            if (parts[0].equals("*")) {
                subresourcesOfAll.add(parts[1]);
            }
        }
        if (everything && resources.node().size() > 1) {
            resources.invalid("if '*/*' is present, must not specify other resources");
        }
        if (all && plain) {
            resources.invalid(
                    "if '*' is present, must not specify other resources without subresources");
        }
    }
}
