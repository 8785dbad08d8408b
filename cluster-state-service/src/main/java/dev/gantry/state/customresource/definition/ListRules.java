package dev.gantry.state.customresource.definition;

import dev.gantry.state.admission.validation.Place;
import java.util.List;
import java.util.Set;

/** How lists and maps are merged: {@code x-kubernetes-list-type} and {@code -map-type}. */
final class ListRules {

    private static final Set<String> LIST_TYPES = Set.of("atomic", "map", "set");
    private static final Set<String> MAP_TYPES = Set.of("atomic", "granular");

    void check(Place schema) {
        Place listType = schema.at("x-kubernetes-list-type");
        Place keys = schema.at("x-kubernetes-list-map-keys");
        Place mapType = schema.at("x-kubernetes-map-type");
        listType.oneOf(LIST_TYPES);
        mapType.oneOf(MAP_TYPES);
        if (listType.present() && !schema.at("type").text().equals("array")) {
            schema.at("type").invalid("must be array if x-kubernetes-list-type is set");
        }
        if (mapType.present() && !schema.at("type").text().equals("object")) {
            schema.at("type").invalid("must be object if x-kubernetes-map-type is specified");
        }
        switch (listType.text()) {
            case "map" -> keyed(schema.at("items"), keys);
            case "set" -> set(schema.at("items"));
            default -> {
                if (!keys.empty()) {
                    listType.required("must be map if x-kubernetes-list-map-keys is non-empty");
                }
            }
        }
    }

    /** Elements of a set are told apart as a whole. */
    private static void set(Place items) {
        switch (items.at("type").text()) {
            case "array" -> {
                Place inner = items.at("x-kubernetes-list-type");
                if (inner.present() && !inner.text().equals("atomic")) {
                    inner.invalid(
                            "must be atomic as item of a list with x-kubernetes-list-type=set");
                }
            }
            case "object" -> {
                Place inner = items.at("x-kubernetes-map-type");
                if (!inner.text().equals("atomic")) {
                    inner.invalid(
                            "must be atomic as item of a list with x-kubernetes-list-type=set");
                }
            }
            default -> {}
        }
        if (items.at("nullable").flag()) {
            items.at("nullable").forbidden("cannot be nullable when x-kubernetes-list-type is set");
        }
    }

    private static void keyed(Place items, Place keys) {
        if (keys.empty()) {
            keys.required("must not be empty if x-kubernetes-list-type is map");
        }
        if (!items.at("type").text().equals("object")) {
            items.at("type")
                    .invalid("must be object if parent array's x-kubernetes-list-type is map");
        }
        List<String> required = items.at("required").texts();
        for (Place key : keys.items()) {
            Place property = items.at("properties").key(key.text());
            if (!property.present()) {
                key.invalid("entries must all be names of item properties");
                continue;
            }
            if (Set.of("array", "object").contains(property.at("type").text())) {
                property.at("type")
                        .invalid(
                                "must be a scalar type if parent array's x-kubernetes-list-type is"
                                        + " map");
            }
            if (property.at("nullable").flag()) {
                property.at("nullable")
                        .forbidden(
                                "this property is in x-kubernetes-list-map-keys, so it cannot be"
                                        + " nullable");
            }
            if (!property.at("default").present() && !required.contains(key.text())) {
                property.at("default")
                        .required(
                                "this property is in x-kubernetes-list-map-keys, so it must have a"
                                        + " default or be a required property");
            }
        }
        keys.noDuplicates();
    }
}
