package dev.gantry.state.customresource;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.state.admission.KindRules;
import dev.gantry.state.customresource.schema.Defaulting;
import dev.gantry.state.customresource.schema.DocumentSchema;
import dev.gantry.state.customresource.schema.JsonPath;
import dev.gantry.state.customresource.schema.Structural;
import dev.gantry.state.customresource.schema.StructuralReader;
import dev.gantry.state.document.Canonical;
import dev.gantry.state.served.CustomKind;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One served version of a definition.
 *
 * @param version as the definition has it
 */
record DefinedKind(
        ResourceType type,
        JsonNode version,
        Structural structural,
        Schema.Struct schema,
        StoredForm form,
        DefinedColumns table,
        Optional<ScalePaths> scale,
        KindRules rules)
        implements CustomKind {

    static DefinedKind of(ResourceType type, JsonNode version, StoredForm form) {
        boolean stored = type.version().equals(form.type().version());
        Structural structural =
                stored
                        ? form.structural()
                        : StructuralReader.read(version.path("schema").path("openAPIV3Schema"));
        boolean ownStatus = version.path("subresources").hasNonNull("status");
        Optional<ScalePaths> scale = scalePaths(version.path("subresources").path("scale"));
        return new DefinedKind(
                type,
                version,
                structural,
                stored ? form.schema() : DocumentSchema.of(structural, ownStatus),
                form,
                DefinedColumns.of(version.path("additionalPrinterColumns")),
                scale,
                new CustomRules(type, structural, ownStatus, scale));
    }

    private static Optional<ScalePaths> scalePaths(JsonNode scale) {
        List<String> wanted = JsonPath.plainSteps(Json.text(scale, "specReplicasPath"));
        List<String> actual = JsonPath.plainSteps(Json.text(scale, "statusReplicasPath"));
        if (wanted.isEmpty() || actual.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ScalePaths(
                        wanted,
                        actual,
                        JsonPath.plainSteps(Json.text(scale, "labelSelectorPath"))));
    }

    /** The same under another place in discovery. */
    DefinedKind as(ResourceType other) {
        return new DefinedKind(other, version, structural, schema, form, table, scale, rules);
    }

    @Override
    public ResourceType storage() {
        return form.type();
    }

    @Override
    public Set<String> selectableFields() {
        Set<String> fields = new LinkedHashSet<>();
        for (JsonNode field : version.path("selectableFields")) {
            fields.add(Json.text(field, "jsonPath").replaceFirst("^\\.", ""));
        }
        return fields;
    }

    @Override
    public List<ObjectNode> columns() {
        return table.definitions();
    }

    @Override
    public List<@Nullable Object> cells(ObjectNode object, Instant now) {
        return table.cells(object, now);
    }

    @Override
    public ObjectNode toServed(ObjectNode stored) {
        Defaulting.apply(stored, form.structural());
        refuseWebhook(Json.text(stored, "apiVersion"), type.apiVersion());
        stored.put("apiVersion", type.apiVersion());
        return pruned(stored, schema);
    }

    @Override
    public ObjectNode toStorage(ObjectNode served) {
        if (type.version().equals(form.type().version())) {
            return served;
        }
        refuseWebhook(type.apiVersion(), form.type().apiVersion());
        ObjectNode document = served.deepCopy();
        document.put("apiVersion", form.type().apiVersion());
        return pruned(document, form.schema());
    }

    /** To take one version for another where a webhook is to convert would spoil data. */
    private void refuseWebhook(String from, String to) {
        if (!form.convertible() && !from.equals(to)) {
            throw ApiError.internal(
                            "conversion webhook for %s, Kind=%s failed: webhooks are not called; use"
                                    .concat(" version %s")
                                    .formatted(from, type.kind(), form.type().version()))
                    .exception();
        }
    }

    /** Metadata inside of what was stored under another schema may be anything. */
    private static ObjectNode pruned(ObjectNode document, Schema.Struct schema) {
        try {
            Canonical.apply(document, schema);
        } catch (ApiException strangeMetadata) {
            return document;
        }
        return document;
    }

    @Override
    public String deprecation() {
        if (!version.path("deprecated").asBoolean(false)) {
            return "";
        }
        String told = Json.text(version, "deprecationWarning");
        return told.isEmpty()
                ? "%s %s is deprecated".formatted(type.apiVersion(), type.kind())
                : told;
    }

    @Override
    public String toString() {
        return "DefinedKind " + type.apiVersion() + " " + type.kind();
    }
}
