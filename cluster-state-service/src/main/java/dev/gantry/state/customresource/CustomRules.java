package dev.gantry.state.customresource;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.state.admission.KindRules;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.admission.validation.MetadataRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.customresource.expression.CompiledRules;
import dev.gantry.state.customresource.schema.Defaulting;
import dev.gantry.state.customresource.schema.EmbeddedObjects;
import dev.gantry.state.customresource.schema.ListInvariants;
import dev.gantry.state.customresource.schema.Structural;
import dev.gantry.state.customresource.schema.Validation;
import dev.gantry.state.served.CustomKind.ScalePaths;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of the objects of one version of a definition. Stateless. */
final class CustomRules implements KindRules {

    /** After one of these, rules in CEL could stumble over the value and are not asked. */
    private static final Set<String> BLOCKING =
            Set.of(
                    "FieldValueNotSupported",
                    "FieldValueRequired",
                    "FieldValueTooLong",
                    "FieldValueTooMany",
                    "FieldValueTypeInvalid");

    private final ResourceType type;
    private final Structural structural;
    private final boolean ownStatus;
    private final Optional<ScalePaths> scale;
    private final boolean hasRules;
    private volatile @Nullable CompiledRules compiled;

    CustomRules(
            ResourceType type,
            Structural structural,
            boolean ownStatus,
            Optional<ScalePaths> scale) {
        this.type = type;
        this.structural = structural;
        this.ownStatus = ownStatus;
        this.scale = scale;
        this.hasRules = structural.hasRules();
    }

    @Override
    public void defaults(ObjectNode object) {
        Defaulting.apply(object, structural);
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

    /** Only status changes, and who owns it; not even labels do. */
    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode stored) {
        JsonNode status = object.get("status");
        JsonNode owners = Json.at(object, "metadata", "managedFields");
        object.removeAll();
        object.setAll(stored.deepCopy());
        restore(object, Json.object().set("status", status), "status");
        if (!owners.isMissingNode()) {
            Json.child(object, "metadata").set("managedFields", owners);
        }
    }

    private static void restore(ObjectNode object, ObjectNode from, String field) {
        JsonNode value = from.get(field);
        if (value == null || value.isMissingNode()) {
            object.remove(field);
        } else {
            object.set(field, value.deepCopy());
        }
    }

    @Override
    public void validate(ObjectNode object, Problems problems) {
        Place root = Place.root(object, problems);
        MetadataRules.check(root.at("metadata"), type.namespaced(), Names.DNS_SUBDOMAIN);
        judge(object, null, problems);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode stored, Problems problems) {
        Place root = Place.root(object, problems);
        MetadataRules.checkChange(root.at("metadata"), stored.path("metadata"));
        judge(object, stored, problems);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode stored, Problems problems) {
        validateUpdate(object, stored, problems);
    }

    private void judge(ObjectNode object, @Nullable ObjectNode stored, Problems problems) {
        Validation.check(object, stored, structural, problems);
        scale.ifPresent(paths -> ScaleRules.check(object, paths, problems));
        unlessWrongBefore(
                object,
                stored,
                problems,
                (tree, found) -> EmbeddedObjects.check(Place.root(tree, found), structural));
        unlessWrongBefore(
                object,
                stored,
                problems,
                (tree, found) -> ListInvariants.check(tree, structural, found));
        if (!hasRules) {
            return;
        }
        if (problems.causes().stream().map(Cause::reason).anyMatch(BLOCKING::contains)) {
            problems.add(
                    "FieldValueInvalid",
                    "<nil>",
                    "Invalid value: null: some validation rules were not checked because the object"
                            + " was invalid; correct the existing errors to complete validation");
            return;
        }
        compiled().judge(object, stored, problems);
    }

    /** Compiled when first asked for, as few definitions are used by every replica. */
    private CompiledRules compiled() {
        CompiledRules known = compiled;
        if (known == null) {
            known = CompiledRules.of(structural);
            compiled = known;
        }
        return known;
    }

    /** What was wrong already when it was stored is not told. */
    private static void unlessWrongBefore(
            ObjectNode object,
            @Nullable ObjectNode stored,
            Problems problems,
            BiConsumer<ObjectNode, Problems> check) {
        Problems found = new Problems();
        check.accept(object, found);
        Problems before = new Problems();
        if (!found.isEmpty() && stored != null) {
            check.accept(stored, before);
        }
        if (before.isEmpty()) {
            List<Cause> causes = found.causes();
            causes.forEach(c -> problems.add(c.reason(), c.field(), c.message()));
        }
    }
}
