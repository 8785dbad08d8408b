package dev.gantry.state.customresource.definition;

import dev.gantry.api.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides which names of a definition are accepted: those that no other definition of its group
 * has. Pure. Kubernetes: "Custom Resources", conditions NamesAccepted and Established.
 */
final class Naming {

    private static final List<String> APPROVED_SUFFIXES = List.of("k8s.io", "kubernetes.io");
    private static final String APPROVAL = "api-approved.kubernetes.io";

    private final Set<String> resources = new HashSet<>();
    private final Set<String> kinds = new HashSet<>();
    private @Nullable String reason;
    private String message = "";

    private Naming(List<JsonNode> others) {
        for (JsonNode other : others) {
            JsonNode names = other.path("status").path("acceptedNames");
            resources.add(Json.text(names, "plural"));
            resources.add(Json.text(names, "singular"));
            resources.addAll(Json.texts(names.path("shortNames")));
            kinds.add(Json.text(names, "kind"));
            kinds.add(Json.text(names, "listKind"));
        }
        resources.remove("");
        kinds.remove("");
    }

    /**
     * The status that a definition should have.
     *
     * @param others the other definitions of its group
     */
    static ObjectNode decide(JsonNode definition, List<JsonNode> others, Instant now) {
        Naming naming = new Naming(others);
        ObjectNode status =
                definition.get("status") instanceof ObjectNode present
                        ? present.deepCopy()
                        : Json.object();
        status.set("acceptedNames", naming.accepted(definition));
        Conditions conditions = new Conditions(status, now.truncatedTo(ChronoUnit.SECONDS));
        String conflict = naming.reason;
        if (conflict == null) {
            conditions.set("NamesAccepted", "True", "NoConflicts", "no conflicts found");
            conditions.set(
                    "Established",
                    "True",
                    "InitialNamesAccepted",
                    "the initial names have been accepted");
        } else {
            conditions.set("NamesAccepted", "False", conflict, naming.message);
            conditions.setUnlessTrue(
                    "Established", "False", "NotAccepted", "not all names are accepted");
        }
        approval(definition, conditions);
        return status;
    }

    private ObjectNode accepted(JsonNode definition) {
        JsonNode wanted = definition.path("spec").path("names");
        JsonNode before = definition.path("status").path("acceptedNames");
        ObjectNode names = Json.object();
        one(names, wanted, before, "plural", resources, "PluralConflict");
        one(names, wanted, before, "singular", resources, "SingularConflict");
        shortNames(names, wanted, before);
        one(names, wanted, before, "kind", kinds, "KindConflict");
        one(names, wanted, before, "listKind", kinds, "ListKindConflict");
        if (!wanted.path("categories").isEmpty()) {
            names.set("categories", wanted.path("categories"));
        }
        return names;
    }

    private void one(
            ObjectNode names,
            JsonNode wanted,
            JsonNode before,
            String field,
            Set<String> taken,
            String conflict) {
        String name = Json.text(wanted, field);
        if (taken.contains(name)) {
            tell(conflict, name);
            names.put(field, Json.text(before, field));
        } else {
            names.put(field, name);
        }
    }

    private void shortNames(ObjectNode names, JsonNode wanted, JsonNode before) {
        List<String> conflicts = new ArrayList<>();
        for (JsonNode name : wanted.path("shortNames")) {
            if (resources.contains(name.asString(""))) {
                conflicts.add(name.asString(""));
            }
        }
        conflicts.forEach(name -> tell("ShortNamesConflict", name));
        JsonNode accepted = (conflicts.isEmpty() ? wanted : before).path("shortNames");
        if (!accepted.isEmpty()) {
            names.set("shortNames", accepted);
        }
    }

    private void tell(String conflict, String name) {
        reason = conflict;
        message = '"' + name + "\" is already in use";
    }

    /** Groups of the Kubernetes project need its approval, or say that they have none. */
    private static void approval(JsonNode definition, Conditions conditions) {
        if (!isProtected(Json.text(definition, "spec", "group"))) {
            return;
        }
        String type = "KubernetesAPIApprovalPolicyConformant";
        String told = Json.text(definition, "metadata", "annotations", APPROVAL);
        if (told.startsWith("unapproved")) {
            conditions.set(type, "False", "UnapprovedAnnotation", "not approved: \"" + told + '"');
        } else if (told.isEmpty()) {
            conditions.set(
                    type,
                    "False",
                    "MissingAnnotation",
                    "protected groups must have approval annotation \"" + APPROVAL + '"');
        } else {
            conditions.set(type, "True", "ApprovedAnnotation", "approved in " + told);
        }
    }

    /** Whether a group belongs to the Kubernetes project. */
    static boolean isProtected(String group) {
        return APPROVED_SUFFIXES.stream()
                .anyMatch(suffix -> group.equals(suffix) || group.endsWith("." + suffix));
    }

    /** The conditions of a status; a time moves only when a condition turns. */
    private record Conditions(ObjectNode status, Instant now) {

        void set(String type, String value, String reason, String message) {
            ObjectNode condition = find(type);
            if (!Json.text(condition, "status").equals(value)) {
                condition.put("lastTransitionTime", now.toString());
            }
            condition.put("status", value).put("reason", reason).put("message", message);
        }

        void setUnlessTrue(String type, String value, String reason, String message) {
            if (!Json.text(find(type), "status").equals("True")) {
                set(type, value, reason, message);
            }
        }

        private ObjectNode find(String type) {
            ArrayNode all =
                    status.get("conditions") instanceof ArrayNode present
                            ? present
                            : status.putArray("conditions");
            for (JsonNode condition : all) {
                if (Json.text(condition, "type").equals(type)) {
                    return (ObjectNode) condition;
                }
            }
            return all.addObject().put("type", type);
        }
    }
}
