package dev.gantry.state.admission.kinds;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.KindRules;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.admission.validation.MetadataRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What holds for every kind: names, labels, owners, finalizers; status belongs to the server where
 * it has a path of its own. Kinds without rules of their own are this class as it is.
 *
 * <p>Kubernetes: "API conventions", "Spec and Status"; "Object Names and IDs".
 */
public class ObjectRules implements KindRules {

    private final ResourceType type;
    private final boolean ownStatus;

    public ObjectRules(ResourceType type) {
        this.type = type;
        this.ownStatus = type.subresources().stream().anyMatch(s -> s.name().equals("status"));
    }

    protected final ResourceType type() {
        return type;
    }

    /** The rule of this kind's names. */
    protected NameRule names() {
        return Names.DNS_SUBDOMAIN;
    }

    /** Tells the problems of a new object beyond its metadata. */
    protected void check(Place object) {}

    /** Tells the problems of a change beyond its metadata; a change is a new object by default. */
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
    }

    /** Tells the problems of a change of status. */
    protected void checkStatus(Place object, ObjectNode stored) {}

    /** Whether Kubernetes tells problems of changed metadata twice for this kind. */
    protected boolean tellsMetadataTwice() {
        return true;
    }

    /** Whether Kubernetes judges the metadata of a changed object like that of a new one, too. */
    protected boolean judgesAsNew() {
        return false;
    }

    /** The metadata as it is judged. */
    protected Place metadata(Place object) {
        return object.at("metadata");
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        if (ownStatus) {
            object.remove("status");
        }
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode stored) {
        if (ownStatus) {
            restore(object, stored, "status");
        }
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode stored) {
        for (String field : stored.propertyNames()) {
            if (!field.equals("status") && !field.equals("metadata")) {
                restore(object, stored, field);
            }
        }
        for (String field : List.copyOf(object.propertyNames())) {
            if (!stored.has(field) && !field.equals("status")) {
                object.remove(field);
            }
        }
    }

    @Override
    public final void validate(ObjectNode object, Problems problems) {
        Place root = Place.root(object, problems);
        Place metadata = metadata(root);
        MetadataRules.check(metadata, type.namespaced(), names());
        MetadataRules.plainFinalizers(metadata.at("finalizers"));
        check(root);
        if (problems.isEmpty()) {
            MetadataRules.check(metadata, type.namespaced(), Names.PATH_SEGMENT);
        }
    }

    @Override
    public final void validateUpdate(ObjectNode object, ObjectNode stored, Problems problems) {
        Place root = Place.root(object, problems);
        metadataChange(root, stored);
        asNew(root);
        checkChange(root, stored);
    }

    private void metadataChange(Place root, ObjectNode stored) {
        Place metadata = metadata(root);
        MetadataRules.check(metadata, type.namespaced(), Names.PATH_SEGMENT);
        MetadataRules.checkChange(metadata, stored.path("metadata"));
        if (tellsMetadataTwice()) {
            MetadataRules.checkChange(metadata, stored.path("metadata"));
            MetadataRules.plainFinalizers(metadata.at("finalizers"));
        }
    }

    private void asNew(Place root) {
        if (judgesAsNew()) {
            MetadataRules.check(metadata(root), type.namespaced(), names());
            MetadataRules.plainFinalizers(metadata(root).at("finalizers"));
        }
    }

    @Override
    public final void validateStatusUpdate(
            ObjectNode object, ObjectNode stored, Problems problems) {
        Place root = Place.root(object, problems);
        metadataChange(root, stored);
        checkStatus(root, stored);
    }

    /**
     * Puts back what of the metadata clients decide, for kinds whose status path leaves it alone.
     */
    protected static void onlyStatus(ObjectNode object, ObjectNode stored) {
        ObjectNode metadata = Json.child(object, "metadata");
        for (String field : List.of("labels", "annotations", "finalizers", "ownerReferences")) {
            restore(metadata, Json.child(stored, "metadata"), field);
        }
    }

    /** Puts a field back as it is stored. */
    protected static void restore(ObjectNode object, ObjectNode stored, String field) {
        JsonNode value = stored.get(field);
        if (value == null) {
            object.remove(field);
        } else {
            object.set(field, value.deepCopy());
        }
    }

    /** Sets a field that is absent or null. */
    protected static void absent(ObjectNode object, String field, JsonNode value) {
        if (!object.hasNonNull(field)) {
            object.set(field, value);
        }
    }

    protected static void absent(ObjectNode object, String field, String value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    protected static void absent(ObjectNode object, String field, int value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    protected static void absent(ObjectNode object, String field, boolean value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    /** Sets a text that is absent or empty. */
    protected static void empty(ObjectNode object, String field, String value) {
        if (object.path(field).asString("").isEmpty()) {
            object.put(field, value);
        }
    }

    /** The object's spec, made when absent. */
    protected static ObjectNode spec(ObjectNode object) {
        return Json.child(object, "spec");
    }
}
