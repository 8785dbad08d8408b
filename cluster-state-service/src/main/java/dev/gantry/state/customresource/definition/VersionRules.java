package dev.gantry.state.customresource.definition;

import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.customresource.schema.JsonPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The versions of a definition. What all versions say alike is told where it would stand for all of
 * them ({@code spec.validation}, {@code spec.subresources}), as Kubernetes does.
 */
final class VersionRules {

    private static final Set<String> COLUMN_TYPES =
            Set.of("boolean", "date", "integer", "number", "string");
    private static final Set<String> COLUMN_FORMATS =
            Set.of("int32", "int64", "float", "double", "byte", "date", "date-time", "password");
    private static final int MOST_SELECTABLE = 8;
    private static final int LONGEST_WARNING = 256;

    private final SchemaExpressions expressions;

    VersionRules(SchemaExpressions expressions) {
        this.expressions = expressions;
    }

    void check(Place spec) {
        Place versions = spec.at("versions");
        int stored = 0;
        Set<String> names = new HashSet<>();
        boolean unique = true;
        for (Place version : versions.items()) {
            Place name = version.at("name");
            Names.DNS_1035_LABEL.problems(name.text()).forEach(name::invalid);
            unique &= names.add(name.text());
            stored += version.at("storage").flag() ? 1 : 0;
            deprecation(version);
        }
        if (!unique) {
            versions.invalid("must contain unique version names");
        }
        if (stored != 1) {
            versions.invalid("must have exactly one version marked as storage version");
        }
        schemas(versions);
        each(versions, "subresources", "spec.subresources", VersionRules::subresources);
        each(
                versions,
                "additionalPrinterColumns",
                "spec.additionalPrinterColumns",
                columns -> columns.items().forEach(VersionRules::column));
        selectable(versions);
    }

    private static void deprecation(Place version) {
        Place warning = version.at("deprecationWarning");
        if (!warning.present()) {
            return;
        }
        if (!version.at("deprecated").flag()) {
            warning.invalid("can only be set for deprecated versions");
        }
        if (warning.text().length() > LONGEST_WARNING) {
            warning.invalid("must be <= 256 characters long");
        } else if (warning.text().isEmpty()) {
            warning.invalid("must not be an empty string");
        } else if (warning.text().chars().anyMatch(Character::isISOControl)) {
            warning.invalid("must only contain printable UTF-8 characters");
        }
    }

    private void schemas(Place versions) {
        boolean same = same(versions, "schema");
        for (Place version : versions.items()) {
            Place schema = version.at("schema").at("openAPIV3Schema");
            if (!schema.present()) {
                schema.required("schemas are required");
                continue;
            }
            Place told = same ? schema.named("spec.validation.openAPIV3Schema") : schema;
            new SchemaRules(expressions).check(told);
            if (same) {
                return;
            }
        }
    }

    private interface Check {
        void of(Place place);
    }

    private static void each(Place versions, String field, String whenSame, Check check) {
        boolean same = same(versions, field);
        for (Place version : versions.items()) {
            Place place = version.at(field);
            if (place.present()) {
                check.of(same ? place.named(whenSame) : place);
            }
            if (same) {
                return;
            }
        }
    }

    private static boolean same(Place versions, String field) {
        List<Place> all = versions.items();
        if (all.isEmpty()) {
            return false;
        }
        JsonNode first = all.get(0).at(field).node();
        return all.stream().allMatch(version -> version.at(field).node().equals(first));
    }

    private static void subresources(Place subresources) {
        Place scale = subresources.at("scale");
        if (!scale.present()) {
            return;
        }
        path(scale.at("specReplicasPath"), true, List.of(".spec."));
        path(scale.at("statusReplicasPath"), true, List.of(".status."));
        path(scale.at("labelSelectorPath"), false, List.of(".spec.", ".status."));
    }

    private static void path(Place path, boolean needed, List<String> roots) {
        if (path.empty()) {
            if (needed) {
                path.required("");
            }
        } else if (JsonPath.plainSteps(path.text()).isEmpty()) {
            path.invalid("should be a simple json path");
        } else if (roots.stream().noneMatch(path.text()::startsWith)) {
            String allowed = String.join(" or ", roots.stream().map(VersionRules::bare).toList());
            path.invalid("should be a json path under " + allowed);
        }
    }

    private static String bare(String root) {
        return root.substring(0, root.length() - 1);
    }

    private static void column(Place column) {
        column.at("name").requireText();
        column.at("type").requireOneOf(COLUMN_TYPES);
        column.at("format").oneOf(COLUMN_FORMATS);
        column.at("jsonPath").requireText();
    }

    private static void selectable(Place versions) {
        boolean same = same(versions, "selectableFields") && same(versions, "schema");
        for (Place version : versions.items()) {
            Place fields = version.at("selectableFields");
            Place told = same ? fields.named("spec.selectableFields") : fields;
            if (fields.node().size() > MOST_SELECTABLE) {
                told.tooMany(MOST_SELECTABLE);
            }
            Set<String> seen = new HashSet<>();
            JsonNode schema = version.at("schema").at("openAPIV3Schema").node();
            for (Place field : told.items()) {
                selectableField(field.at("jsonPath"), schema, seen);
            }
            if (same) {
                return;
            }
        }
    }

    private static void selectableField(Place path, JsonNode schema, Set<String> seen) {
        if (!path.requireText()) {
            return;
        }
        List<String> steps = JsonPath.plainSteps(path.text());
        if (steps.isEmpty()) {
            path.invalid("is an invalid path: must be a simple path of field names");
        } else if (steps.get(0).equals("metadata")) {
            path.invalid("must not point to fields in metadata");
        } else {
            JsonNode at = schema;
            for (String step : steps) {
                at = at.path("properties").path(step);
            }
            String type = at.path("type").asString("");
            if (at.isMissingNode()) {
                path.invalid("is an invalid path: does not refer to a valid field");
            } else if (!Set.of("string", "integer", "boolean").contains(type)) {
                path.invalid(
                        "must point to a field of type string, boolean or integer. Enum string fields"
                                + " and strings with formats are allowed");
            }
        }
        if (!seen.add(path.text())) {
            path.duplicate();
        }
    }
}
