package dev.gantry.state.admission.validation;

import dev.gantry.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The rules of {@code metadata}, the same for all kinds. Kubernetes: "Objects", "Finalizers". */
public final class MetadataRules {

    private static final int MOST_ANNOTATION_BYTES = 256 * 1024;
    private static final Set<String> PLAIN_FINALIZERS =
            Set.of("kubernetes", "orphan", "foregroundDeletion");

    private MetadataRules() {}

    /**
     * Tells the problems of a new object's metadata.
     *
     * @param names the rule of the kind's names
     */
    public static void check(Place metadata, boolean namespaced, NameRule names) {
        Place generateName = metadata.at("generateName");
        if (!generateName.empty()) {
            names.problemsOfPrefix(generateName.text()).forEach(generateName::invalid);
        }
        Place name = metadata.at("name");
        if (name.empty()) {
            name.required("name or generateName is required");
        } else {
            name.check(names);
        }
        if (!namespaced && !metadata.at("namespace").empty()) {
            metadata.at("namespace").forbidden("not allowed on this type");
        }
        body(metadata);
    }

    /** What is checked on creation and on every change alike. */
    private static void body(Place metadata) {
        labels(metadata.at("labels"));
        annotations(metadata.at("annotations"));
        owners(metadata.at("ownerReferences"));
        finalizers(metadata.at("finalizers"));
    }

    /** A map of labels, wherever it stands. */
    public static void labels(Place labels) {
        for (Map.Entry<String, JsonNode> label : labels.node().properties()) {
            Names.QUALIFIED_NAME
                    .problems(label.getKey())
                    .forEach(p -> tell(labels, label.getKey(), p));
            String value = label.getValue().asString("");
            Names.LABEL_VALUE.problems(value).forEach(p -> tell(labels, value, p));
        }
    }

    private static void tell(Place place, String value, String problem) {
        place.problems().invalid(place.path(), value, problem);
    }

    /** A map of annotations, wherever it stands. */
    public static void annotations(Place annotations) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> each : annotations.node().properties()) {
            Names.QUALIFIED_NAME
                    .problems(each.getKey().toLowerCase(Locale.ROOT))
                    .forEach(p -> tell(annotations, each.getKey(), p));
            bytes += each.getKey().getBytes(StandardCharsets.UTF_8).length;
            bytes += each.getValue().asString("").getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MOST_ANNOTATION_BYTES) {
            annotations.tooLong(MOST_ANNOTATION_BYTES);
        }
    }

    private static void owners(Place owners) {
        List<String> controllers = new ArrayList<>();
        for (Place owner : owners.items()) {
            owner(owner, owners.path());
            if (owner.at("controller").flag()) {
                controllers.add(owner.at("name").text());
            }
        }
        if (controllers.size() > 1) {
            owners.invalid(
                    "Only one reference can have Controller set to true. Found \"true\" in references"
                            + " for %s and %s".formatted(controllers.get(0), controllers.get(1)));
        }
    }

    private static void owner(Place owner, String path) {
        String apiVersion = owner.at("apiVersion").text();
        if (apiVersion.substring(apiVersion.indexOf('/') + 1).isEmpty()) {
            owner.at("apiVersion").named(path + ".apiVersion").invalid("version must not be empty");
        }
        for (String field : List.of("kind", "name", "uid")) {
            if (owner.at(field).empty()) {
                owner.at(field).named(path + "." + field).invalid("must not be empty");
            }
        }
        if (apiVersion.equals("v1") && owner.at("kind").text().equals("Event")) {
            owner.named(path).invalid("/v1, Kind=Event is disallowed from being an owner");
        }
    }

    private static void finalizers(Place finalizers) {
        List<String> names = finalizers.texts();
        for (Place each : finalizers.items()) {
            each.named(finalizers.path()).check(Names.QUALIFIED_NAME);
        }
        if (names.contains("orphan") && names.contains("foregroundDeletion")) {
            finalizers.invalid("finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    /** A finalizer without a domain must be one of Kubernetes' own. */
    public static void plainFinalizers(Place finalizers) {
        for (Place each : finalizers.items()) {
            if (each.text().indexOf('/') < 0 && !PLAIN_FINALIZERS.contains(each.text())) {
                each.invalid("name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    /** Tells the problems of a change: identity stays, a deletion is not taken back. */
    public static void checkChange(Place metadata, JsonNode stored) {
        for (String field :
                List.of(
                        "name",
                        "namespace",
                        "uid",
                        "creationTimestamp",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds")) {
            metadata.at(field).unchanged(stored.path(field));
        }
        if (metadata.at("generation").number() < stored.path("generation").asLong(0)) {
            metadata.at("generation").invalid("must not be decremented");
        }
        if (stored.has("deletionTimestamp")) {
            addedFinalizers(metadata.at("finalizers"), stored);
        }
        body(metadata);
    }

    private static void addedFinalizers(Place finalizers, JsonNode stored) {
        List<String> added = new ArrayList<>(finalizers.texts());
        Json.at(stored, "finalizers").forEach(f -> added.remove(f.asString("")));
        if (!added.isEmpty()) {
            finalizers.forbidden(
                    "no new finalizers can be added if the object is being deleted, found new"
                            + " finalizers "
                            + added);
        }
    }
}
