package dev.gantry.state.admission.kinds.core;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.MetadataRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Namespace. Kubernetes: "Namespaces". */
public final class NamespaceRules extends ObjectRules {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";
    private static final String FINALIZER = "kubernetes";

    public NamespaceRules(ResourceType type) {
        super(type);
    }

    @Override
    protected NameRule names() {
        return Names.DNS_LABEL;
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode metadata = Json.child(object, "metadata");
        String name = metadata.path("name").asString("");
        if (!name.isEmpty()) {
            Json.child(metadata, "labels").put(NAME_LABEL, name);
        }
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        object.remove("status");
        Json.child(object, "status").put("phase", "Active");
        ObjectNode spec = spec(object);
        ArrayNode finalizers =
                spec.get("finalizers") instanceof ArrayNode given
                        ? given
                        : spec.putArray("finalizers");
        for (JsonNode each : finalizers) {
            if (each.asString("").equals(FINALIZER)) {
                return;
            }
        }
        finalizers.add(FINALIZER);
        defaults(object);
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForUpdate(object, stored);
        restore(spec(object), stored.path("spec").deepCopy().asObject(), "finalizers");
    }

    @Override
    public void prepareForSubresourceUpdate(
            String subresource, ObjectNode object, ObjectNode stored) {
        restore(object, stored, "status");
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        Place finalizers = object.at("spec").at("finalizers");
        for (Place each : finalizers.items()) {
            finalizer(each.named(finalizers.path()));
        }
    }

    private static void finalizer(Place finalizer) {
        var problems = Names.QUALIFIED_NAME.problems(finalizer.text());
        problems.forEach(finalizer::invalid);
        if (problems.isEmpty()
                && finalizer.text().indexOf('/') < 0
                && !finalizer.text().matches("kubernetes|orphan|foregroundDeletion")) {
            finalizer.invalid(
                    "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {}

    @Override
    public void validateSubresourceUpdate(
            String subresource, ObjectNode object, ObjectNode stored, Problems problems) {
        Place root = Place.root(object, problems);
        MetadataRules.checkChange(root.at("metadata"), stored.path("metadata"));
        root.at("spec").at("finalizers").items().forEach(NamespaceRules::finalizer);
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        Place phase = object.at("status").at("phase").named("status.Phase");
        boolean deleting = stored.path("metadata").has("deletionTimestamp");
        if (deleting && !phase.text().equals("Terminating")) {
            phase.invalid("may only be 'Terminating' if `deletionTimestamp` is not empty");
        } else if (!deleting && !phase.text().equals("Active")) {
            phase.invalid("may only be 'Active' if `deletionTimestamp` is empty");
        }
    }
}
