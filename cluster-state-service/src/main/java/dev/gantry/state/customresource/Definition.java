package dev.gantry.state.customresource;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.catalog.ResourceType.Subresource;
import dev.gantry.api.json.Json;
import dev.gantry.state.store.StoredObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One CustomResourceDefinition at one revision, as it is served: nothing until its names are
 * accepted. Immutable.
 *
 * @param terminating whether it is being deleted, so that nothing new may be created
 * @param kinds one for each served version
 */
record Definition(
        ObjectKey key, String uid, long revision, boolean terminating, List<DefinedKind> kinds) {

    private static final Set<String> VERBS =
            ordered(
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "create",
                    "update",
                    "watch");
    private static final Set<String> BELOW = ordered("get", "patch", "update");

    private static Set<String> ordered(String... words) {
        return new LinkedHashSet<>(List.of(words));
    }

    /** Reads a stored definition. O(size of its schemas). */
    static Definition read(StoredObject stored) {
        JsonNode tree = Json.parse(stored.body());
        List<DefinedKind> kinds = condition(tree, "Established") ? kinds(tree, stored) : List.of();
        return new Definition(
                stored.key(),
                stored.uid(),
                stored.revision(),
                condition(tree, "Terminating"),
                kinds);
    }

    private static boolean condition(JsonNode tree, String type) {
        for (JsonNode condition : tree.path("status").path("conditions")) {
            if (Json.text(condition, "type").equals(type)) {
                return Json.text(condition, "status").equals("True");
            }
        }
        return false;
    }

    private static List<DefinedKind> kinds(JsonNode tree, StoredObject stored) {
        List<DefinedKind> kinds = new ArrayList<>();
        JsonNode storage = storageVersion(tree);
        if (storage == null) {
            return kinds;
        }
        StoredForm form = StoredForm.of(type(tree, storage), storage, !convertsByWebhook(tree));
        for (JsonNode version : tree.path("spec").path("versions")) {
            if (version.path("served").asBoolean(false)) {
                kinds.add(DefinedKind.of(type(tree, version), version, form));
            }
        }
        return kinds;
    }

    private static boolean convertsByWebhook(JsonNode tree) {
        return Json.text(tree, "spec", "conversion", "strategy").equals("Webhook");
    }

    private static @Nullable JsonNode storageVersion(JsonNode tree) {
        for (JsonNode version : tree.path("spec").path("versions")) {
            if (version.path("storage").asBoolean(false)) {
                return version;
            }
        }
        return null;
    }

    private static ResourceType type(JsonNode tree, JsonNode version) {
        JsonNode names = tree.path("status").path("acceptedNames");
        String group = Json.text(tree, "spec", "group");
        return new ResourceType(
                group,
                Json.text(version, "name"),
                Json.text(names, "plural"),
                Json.text(names, "kind"),
                Json.text(names, "singular"),
                Json.text(tree, "spec", "scope").equals("Namespaced"),
                VERBS,
                Json.texts(names.path("shortNames")),
                Json.texts(names.path("categories")),
                subresources(group, Json.text(names, "kind"), version),
                false);
    }

    private static List<Subresource> subresources(String group, String kind, JsonNode version) {
        List<Subresource> subresources = new ArrayList<>();
        if (version.path("subresources").hasNonNull("status")) {
            subresources.add(
                    new Subresource("status", kind, group, Json.text(version, "name"), BELOW));
        }
        if (version.path("subresources").hasNonNull("scale")) {
            subresources.add(new Subresource("scale", "Scale", "autoscaling", "v1", BELOW));
        }
        return subresources;
    }
}
