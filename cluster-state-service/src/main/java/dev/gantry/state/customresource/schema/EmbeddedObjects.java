package dev.gantry.state.customresource.schema;

import dev.gantry.state.admission.validation.MetadataRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.Map;

/** Tells what is wrong with the kind and metadata of objects inside of custom resources. Pure. */
public final class EmbeddedObjects {

    private EmbeddedObjects() {}

    public static void check(Place place, Structural schema) {
        if (place.node().isObject()) {
            if (schema.embedded()) {
                embedded(place);
            }
            schema.properties().forEach((name, property) -> check(place.at(name), property));
            if (schema.additional() != null) {
                for (Map.Entry<String, Place> entry : place.entries()) {
                    if (!schema.properties().containsKey(entry.getKey())) {
                        check(entry.getValue(), schema.additional());
                    }
                }
            }
        } else if (schema.items() != null) {
            Structural items = schema.items();
            place.items().forEach(item -> check(item, items));
        }
    }

    private static void embedded(Place object) {
        for (String field : new String[] {"apiVersion", "kind"}) {
            if (object.at(field).empty()) {
                object.at(field).required("must not be empty");
            }
        }
        String apiVersion = object.at("apiVersion").text();
        if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
            object.at("apiVersion").invalid("unexpected GroupVersion string: " + apiVersion);
        }
        Place metadata = object.at("metadata");
        MetadataRules.labels(metadata.at("labels"));
        MetadataRules.annotations(metadata.at("annotations"));
        if (!metadata.at("name").empty()) {
            metadata.at("name").check(Names.PATH_SEGMENT);
        }
    }
}
