package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.admission.KindRules;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.document.Canonical;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Documents.Encoded;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.request.exchange.WriteOptions;
import dev.gantry.state.store.CommitResult.Refused;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.store.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes an object, or one of its subresources that shows the object itself: PUT and PATCH alike.
 * Kubernetes: "API Concepts", "Resource versions"; "Finalizers".
 */
final class Update implements WriteAction {

    private final ApiRequest request;
    private final WriteServices services;
    private final WriteOptions options;
    private final Transform transform;
    private final String subresource;

    Update(
            ApiRequest request,
            WriteServices services,
            WriteOptions options,
            Transform transform,
            String subresource) {
        this.request = request;
        this.services = services;
        this.options = options;
        this.transform = transform;
        this.subresource = subresource;
    }

    @Override
    public Plan plan(boolean live) {
        Target target = request.target();
        ObjectKey key = services.documents().key(target.type(), target.namespace(), target.name());
        StoredObject stored = live ? services.objects().live(key) : services.objects().cached(key);
        if (stored == null) {
            return planMissing(live);
        }
        ObjectNode present = services.documents().tree(target.type(), stored);
        ObjectNode wanted = transform.wanted(present);
        checkPreconditions(present, wanted);
        keepIdentity(present, wanted);
        AdmissionRequest admission = change(key, present, wanted);
        if (same(present, wanted)) {
            return new Plan.Settled(new Answer.Stored(200, target.type(), stored), live);
        }
        if (options.dryRun()) {
            return new Plan.Settled(new Answer.Tree(200, target.type(), wanted), true);
        }
        return finish(key, stored, wanted, admission);
    }

    private Plan planMissing(boolean live) {
        Target target = request.target();
        if (!transform.createsMissing() || !subresource.isEmpty()) {
            throw ApiError.notFound(target.type().group(), target.type().resource(), target.name())
                    .exception();
        }
        ObjectNode wanted = transform.wanted(null);
        String uid = Metadata.uid(wanted);
        if (!uid.isEmpty()) {
            throw ApiError.conflict(
                            target.type().group(),
                            target.type().resource(),
                            target.name(),
                            "Precondition failed: UID in precondition: %s, UID in object meta: "
                                    .formatted(uid))
                    .exception();
        }
        return new Creation(request, services, options, wanted, transform.owned()).plan(live);
    }

    private void checkPreconditions(ObjectNode present, ObjectNode wanted) {
        ResourceType type = request.target().type();
        String uid = Metadata.uid(wanted);
        boolean precondition =
                transform.replacesWhole() || transform.owned() || subresource.equals("scale");
        if (precondition && !uid.isEmpty() && !uid.equals(Metadata.uid(present))) {
            throw ApiError.conflict(
                            type.group(),
                            type.resource(),
                            request.target().name(),
                            "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                                    .formatted(uid, Metadata.uid(present)))
                    .exception();
        }
        String insisted = transform.insistsOn();
        if (insisted.isEmpty() && transform.replacesWhole()) {
            requireUnconditional(type);
        }
        if (!insisted.isEmpty() && !insisted.equals(Metadata.resourceVersion(present))) {
            throw modified().exception();
        }
    }

    private void requireUnconditional(ResourceType type) {
        if (!KindTraits.unconditionallyUpdated(type)) {
            Cause cause =
                    new Cause(
                            "FieldValueInvalid",
                            "Invalid value: 0x0: must be specified for an update",
                            "metadata.resourceVersion");
            throw ApiError.invalid(
                            type.group(), type.resource(), request.target().name(), List.of(cause))
                    .exception();
        }
    }

    private ApiError modified() {
        ResourceType type = request.target().type();
        return ApiError.modified(type.group(), type.resource(), request.target().name());
    }

    /**
     * What no client decides is kept; what a client may not change but did is left to the rules.
     */
    private void keepIdentity(ObjectNode present, ObjectNode wanted) {
        Preparation.settleNamespace(wanted, request.target().type(), request.target().namespace());
        for (String field : List.of("resourceVersion", "generation", "selfLink")) {
            Metadata.copy(present, wanted, field);
        }
        for (String field :
                List.of("uid", "creationTimestamp", "deletionGracePeriodSeconds", "generateName")) {
            if (Metadata.of(wanted).path(field).isMissingNode()) {
                Metadata.copy(present, wanted, field);
            }
        }
        if (Metadata.deleting(present)) {
            Metadata.copy(present, wanted, "deletionTimestamp");
        }
    }

    private AdmissionRequest change(ObjectKey key, ObjectNode present, ObjectNode wanted) {
        ResourceType type = request.target().type();
        KindRules rules = services.admission().rules(type);
        Schema.Struct schema = services.schema(type);
        rules.defaults(wanted);
        own(schema, present, wanted);
        AdmissionRequest admission =
                Preparation.admission(Operation.UPDATE, request, key, options, wanted, present);
        Preparation.mutate(services, admission);
        prepare(rules, wanted, present);
        if (!subresource.equals("status")) {
            countGeneration(type, present, wanted);
        }
        Problems problems = new Problems();
        validate(rules, wanted, present, problems);
        Preparation.refuseIfWrong(type, request.target().name(), problems);
        Preparation.warn(rules, wanted, request);
        Preparation.validate(services, admission, request);
        Canonical.stored(wanted, schema);
        return admission;
    }

    /**
     * Ownership is told by the change as it was asked for: what the kind then takes back is owned
     * all the same, as in Kubernetes, and what plugins add is not.
     */
    private void own(Schema.Struct schema, ObjectNode present, ObjectNode wanted) {
        if (transform.owned()) {
            return;
        }
        ObjectNode view = wanted.deepCopy();
        Ownership.update(
                present,
                view,
                options.fieldManager(),
                request.target().type().apiVersion(),
                subresource,
                services.now(),
                schema);
        if (subresource.equals("scale")) {
            FieldTimes.dropOf(view, options.fieldManager(), subresource);
        }
        Metadata.copy(view, wanted, "managedFields");
    }

    private void prepare(KindRules rules, ObjectNode wanted, ObjectNode present) {
        switch (subresource) {
            case "" -> rules.prepareForUpdate(wanted, present);
            case "status" -> rules.prepareForStatusUpdate(wanted, present);
            default -> rules.prepareForSubresourceUpdate(subresource, wanted, present);
        }
    }

    private void validate(
            KindRules rules, ObjectNode wanted, ObjectNode present, Problems problems) {
        switch (subresource) {
            case "" -> rules.validateUpdate(wanted, present, problems);
            case "status" -> rules.validateStatusUpdate(wanted, present, problems);
            default -> rules.validateSubresourceUpdate(subresource, wanted, present, problems);
        }
    }

    /** One more when what the kind counts differs, unless the rules counted already. */
    private static void countGeneration(ResourceType type, ObjectNode present, ObjectNode wanted) {
        long before = Metadata.generation(present);
        if (KindTraits.tracksGeneration(type)
                && Metadata.generation(wanted) == before
                && !KindTraits.sameGeneration(type, present, wanted)) {
            Metadata.of(wanted).put("generation", before + 1);
        }
    }

    /** Whether nothing changes; a manager's time alone is no change. */
    private static boolean same(ObjectNode present, ObjectNode wanted) {
        return Sameness.ofAll(present, wanted);
    }

    private Plan finish(
            ObjectKey key, StoredObject stored, ObjectNode wanted, AdmissionRequest admission) {
        ResourceType type = request.target().type();
        Encoded encoded = services.documents().encode(type, wanted);
        boolean last = Finality.reached(type, wanted);
        List<Write> writes = new ArrayList<>();
        if (last) {
            writes.add(Finality.deletion(key, stored));
            writes.addAll(
                    Finality.companions(
                            services, request, key, options, wanted, admission.companions()));
        } else {
            writes.add(
                    new Write.Replace(
                            key,
                            stored.uid(),
                            encoded.body(),
                            encoded.spliceAt(),
                            stored.revision()));
            writes.addAll(admission.companions());
        }
        return new Plan.Pending(
                writes,
                admission.guards(),
                revision ->
                        new Answer.Stored(
                                200,
                                type,
                                new StoredObject(
                                        key,
                                        stored.uid(),
                                        revision,
                                        stored.createdRevision(),
                                        encoded.body(),
                                        encoded.spliceAt())));
    }

    @Override
    public @Nullable ApiError refusal(Refused refused) {
        return transform.insistsOn().isEmpty() ? null : modifiedSince(refused);
    }

    /** Somebody was faster; an object that is gone is told as such by the next plan. */
    private @Nullable ApiError modifiedSince(Refused refused) {
        return switch (refused.reason()) {
            case REVISION_DIFFERS -> modified();
            case NOT_FOUND, ALREADY_EXISTS, GUARD_FAILED, LEASE_LOST -> null;
        };
    }
}
