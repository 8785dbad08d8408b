package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.admission.KindRules;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.document.Canonical;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Documents.Encoded;
import dev.gantry.state.request.exchange.WriteOptions;
import dev.gantry.state.store.CommitResult.Reason;
import dev.gantry.state.store.CommitResult.Refused;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates an object. Kubernetes: "API Concepts", "Generated values", "Server Side Apply".
 *
 * <p>Order: defaults, field ownership, names, mutating plugins, strategy, validation, validating
 * plugins. What plugins add is therefore owned by nobody.
 */
final class Creation implements WriteAction {

    private static final int NAME_ATTEMPTS = 8;

    private final ApiRequest request;
    private final WriteServices services;
    private final WriteOptions options;
    private final ObjectNode submitted;
    private final boolean owned;
    private int namesTaken;

    /**
     * @param submitted canonical; not changed
     * @param owned whether managedFields are already right, as after a server-side apply
     */
    Creation(
            ApiRequest request,
            WriteServices services,
            WriteOptions options,
            ObjectNode submitted,
            boolean owned) {
        this.request = request;
        this.services = services;
        this.options = options;
        this.submitted = submitted;
        this.owned = owned;
    }

    /** A POST to a collection. */
    static Creation of(ApiRequest request, WriteServices services) {
        ResourceType type = request.target().type();
        WriteOptions options = WriteOptions.read(request, "CreateOptions", false);
        ObjectNode submitted =
                Submitted.read(
                        request,
                        services,
                        new Submitted.Expected(type.apiVersion(), type.kind()),
                        services.schema(type),
                        options.validation());
        return new Creation(request, services, options, submitted, false);
    }

    @Override
    public boolean readsObject() {
        return false;
    }

    @Override
    public Plan plan(boolean live) {
        ResourceType type = request.target().type();
        KindRules rules = services.admission().rules(type);
        Schema.Struct schema = services.schema(type);
        ObjectNode object = submitted.deepCopy();
        Preparation.settleNamespace(object, type, request.target().namespace());
        refuseRevision(object);
        forgetSystemFields(object);
        rules.defaults(object);
        if (!owned) {
            own(object, type, schema);
        }
        settleIdentity(object, type);
        ObjectKey key =
                services.documents().key(type, Metadata.namespace(object), Metadata.name(object));
        AdmissionRequest admission =
                Preparation.admission(Operation.CREATE, request, key, options, object, null);
        Preparation.mutate(services, admission);
        rules.prepareForCreate(object);
        if (KindTraits.tracksGeneration(type)) {
            Metadata.of(object).put("generation", 1);
        }
        Problems problems = new Problems();
        rules.validate(object, problems);
        Preparation.refuseIfWrong(type, Metadata.name(object), problems);
        Preparation.warn(rules, object, request);
        Preparation.validate(services, admission, request);
        Canonical.stored(object, schema);
        return finish(type, key, object, admission);
    }

    private Plan finish(
            ResourceType type, ObjectKey key, ObjectNode object, AdmissionRequest admission) {
        if (options.dryRun()) {
            if (services.objects().find(key) != null) {
                throw alreadyExists(key).exception();
            }
            return new Plan.Settled(new Answer.Tree(201, type, object), true);
        }
        Encoded encoded = services.documents().encode(type, object);
        String uid = Metadata.uid(object);
        List<Write> writes = new ArrayList<>();
        writes.add(new Write.Create(key, uid, encoded.body(), encoded.spliceAt()));
        writes.addAll(admission.companions());
        return new Plan.Pending(
                writes,
                admission.guards(),
                revision ->
                        new Answer.Stored(
                                201,
                                type,
                                new StoredObject(
                                        key,
                                        uid,
                                        revision,
                                        revision,
                                        encoded.body(),
                                        encoded.spliceAt())));
    }

    private static void refuseRevision(ObjectNode object) {
        String revision = Metadata.resourceVersion(object);
        if (!revision.isEmpty() && !revision.equals("0")) {
            throw ApiError.badRequest("resourceVersion should not be set on objects to be created")
                    .exception();
        }
        Metadata.of(object).remove("resourceVersion");
    }

    /** What only the server sets is not even owned by who sends it. */
    private static void forgetSystemFields(ObjectNode object) {
        Metadata.of(object)
                .remove(
                        List.of(
                                "uid",
                                "creationTimestamp",
                                "deletionTimestamp",
                                "deletionGracePeriodSeconds",
                                "selfLink"));
    }

    /** Status is the server's, where it has a way of its own. */
    private void own(ObjectNode object, ResourceType type, Schema.Struct schema) {
        JsonNode status = hasStatus(type) ? object.remove("status") : null;
        Ownership.update(
                null,
                object,
                options.fieldManager(),
                type.apiVersion(),
                "",
                services.now(),
                schema);
        if (status != null) {
            object.set("status", status);
        }
    }

    static boolean hasStatus(ResourceType type) {
        return type.subresources().stream().anyMatch(s -> s.name().equals("status"));
    }

    private void settleIdentity(ObjectNode object, ResourceType type) {
        ObjectNode metadata = Metadata.of(object);
        String base = metadata.path("generateName").asString("");
        if (Metadata.name(object).isEmpty() && !base.isEmpty()) {
            metadata.put("name", GeneratedNames.next(base));
        }
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("creationTimestamp", Metadata.timestamp(services.now()));
        if (!KindTraits.tracksGeneration(type)) {
            metadata.remove("generation");
        }
    }

    @Override
    public @Nullable ApiError refusal(Refused refused) {
        if (refused.reason() != Reason.ALREADY_EXISTS) {
            return null;
        }
        boolean generated = Metadata.name(submitted).isEmpty();
        return generated && ++namesTaken < NAME_ATTEMPTS ? null : alreadyExists(refused.key());
    }

    private ApiError alreadyExists(ObjectKey key) {
        ResourceType type = request.target().type();
        return ApiError.alreadyExists(type.group(), type.resource(), key.name());
    }
}
