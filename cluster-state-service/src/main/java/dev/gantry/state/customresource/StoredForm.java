package dev.gantry.state.customresource;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.schema.Schema;
import dev.gantry.state.customresource.schema.DocumentSchema;
import dev.gantry.state.customresource.schema.Structural;
import dev.gantry.state.customresource.schema.StructuralReader;
import tools.jackson.databind.JsonNode;

/**
 * The version in which objects of a definition are stored.
 *
 * @param type in that version, whether it is served or not
 * @param convertible whether other versions differ from it by their schemas alone
 */
record StoredForm(
        ResourceType type, Structural structural, Schema.Struct schema, boolean convertible) {

    static StoredForm of(ResourceType type, JsonNode version, boolean convertible) {
        Structural structural =
                StructuralReader.read(version.path("schema").path("openAPIV3Schema"));
        boolean ownStatus = version.path("subresources").hasNonNull("status");
        return new StoredForm(
                type, structural, DocumentSchema.of(structural, ownStatus), convertible);
    }
}
