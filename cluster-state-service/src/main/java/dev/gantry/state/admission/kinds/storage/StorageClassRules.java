package dev.gantry.state.admission.kinds.storage;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** StorageClass. Kubernetes: "Storage Classes". */
public final class StorageClassRules extends ObjectRules {

    private static final int MOST_PARAMETERS = 512;
    private static final int MOST_BYTES = 256 * 1024;

    public StorageClassRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        absent(object, "reclaimPolicy", "Delete");
        absent(object, "volumeBindingMode", "Immediate");
    }

    @Override
    protected void check(Place object) {
        Place provisioner = object.at("provisioner");
        if (provisioner.requireText()) {
            Names.QUALIFIED_NAME
                    .problems(provisioner.text().toLowerCase(Locale.ROOT))
                    .forEach(provisioner::invalid);
        }
        parameters(object.at("parameters"), false);
        object.at("reclaimPolicy").oneOf(Set.of("Delete", "Retain"));
        Place mode = object.at("volumeBindingMode");
        mode.requireOneOf(Set.of("Immediate", "WaitForFirstConsumer"));
        topologies(object.at("allowedTopologies"));
    }

    /** Named values for a driver. */
    static void parameters(Place parameters, boolean required) {
        if (required && parameters.empty()) {
            parameters.required("must contain at least one key/value pair");
        }
        if (parameters.node().size() > MOST_PARAMETERS) {
            parameters.tooLong(MOST_PARAMETERS);
        }
        int bytes = 0;
        for (Map.Entry<String, Place> each : parameters.entries()) {
            if (each.getKey().isEmpty()) {
                parameters
                        .problems()
                        .invalid(parameters.path(), each.getKey(), "field can not be empty.");
            }
            bytes += each.getKey().length() + each.getValue().text().length();
        }
        if (bytes > MOST_BYTES) {
            parameters.tooLong(MOST_BYTES);
        }
    }

    private static void topologies(Place topologies) {
        for (Place term : topologies.items()) {
            for (Place expression : term.at("matchLabelExpressions").items()) {
                if (expression.at("values").empty()) {
                    expression.at("values").required("");
                }
                expression.at("values").noDuplicates();
                expression.at("key").check(Names.QUALIFIED_NAME);
            }
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        for (String field :
                List.of("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode")) {
            object.at(field).unchanged(stored.path(field));
        }
    }
}
