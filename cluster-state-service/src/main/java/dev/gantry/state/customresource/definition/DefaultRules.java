package dev.gantry.state.customresource.definition;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.customresource.schema.DocumentSchema;
import dev.gantry.state.customresource.schema.Structural;
import dev.gantry.state.customresource.schema.StructuralReader;
import dev.gantry.state.customresource.schema.Validation;
import dev.gantry.state.document.Canonical;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults follow the schema that they stand in. Kubernetes: "Defaulting" of custom resources. */
final class DefaultRules {

    void check(Place schema, boolean isRoot) {
        Place value = schema.at("default");
        if (value.present()) {
            if (isRoot) {
                value.forbidden("must not be set at the root");
            } else {
                judge(value, StructuralReader.read(schema.node()));
            }
        }
        SchemaRules.values(schema, child -> check(child, false));
    }

    private static void judge(Place value, Structural schema) {
        if (hasUnknown(value.node(), schema)) {
            value.invalid("must not have unknown fields");
            return;
        }
        Problems found = new Problems();
        Validation.check("", value.node(), schema, found);
        found.causes()
                .forEach(
                        c -> {
                            boolean here = c.field().isEmpty() || c.field().equals("<nil>");
                            String at = here ? value.path() : value.path() + "." + c.field();
                            value.problems().add(c.reason(), at, c.message());
                        });
    }

    private static boolean hasUnknown(JsonNode value, Structural schema) {
        ObjectNode holder = Json.object();
        holder.set("value", value.deepCopy());
        Structural wrapper =
                StructuralReader.read(Json.object().put("type", "object")).with("value", schema);
        Schema.Struct struct = DocumentSchema.of(wrapper, true);
        return !Canonical.apply(holder, struct).isEmpty();
    }
}
