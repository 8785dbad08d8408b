package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.request.exchange.Answer;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Documents.Encoded;
import dev.gantry.state.request.exchange.Target;
import dev.gantry.state.request.exchange.WriteOptions;
import dev.gantry.state.request.exchange.WriteOptions.FieldValidation;
import dev.gantry.state.store.CommitResult.Refused;
import dev.gantry.state.store.Guard;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.store.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes an object: at once, or by marking it until its finalizers and its grace are over.
 * Kubernetes: "Finalizers", "Garbage Collection", "Termination of Pods".
 */
public final class Deletion implements WriteAction {

    private final ApiRequest request;
    private final WriteServices services;
    private final DeleteOptions options;
    private final String name;
    private final List<Guard> guards;
    private final List<Write> companions;

    /**
     * @param guards and companions that are committed with it, as an eviction has them
     */
    public Deletion(
            ApiRequest request,
            WriteServices services,
            DeleteOptions options,
            String name,
            List<Guard> guards,
            List<Write> companions) {
        this.request = request;
        this.services = services;
        this.options = options;
        this.name = name;
        this.guards = guards;
        this.companions = companions;
    }

    /** A DELETE of the path's object. */
    static Deletion of(ApiRequest request, WriteServices services) {
        DeleteOptions options = DeleteOptions.read(request, services);
        WriteOptions.checkTimeout(request.query());
        return new Deletion(
                request, services, options, request.target().name(), List.of(), List.of());
    }

    @Override
    public Plan plan(boolean live) {
        Target target = request.target();
        ResourceType type = target.type();
        ObjectKey key = services.documents().key(type, target.namespace(), name);
        StoredObject stored = live ? services.objects().live(key) : services.objects().cached(key);
        if (stored == null) {
            throw ApiError.notFound(type.group(), type.resource(), name).exception();
        }
        ObjectNode present = services.documents().tree(type, stored);
        checkPreconditions(type, present);
        AdmissionRequest admission =
                Preparation.admission(
                        Operation.DELETE, request, key, writeOptions(), null, present);
        Preparation.validate(services, admission, request);
        ObjectNode marked = present.deepCopy();
        boolean changed = DeletionMark.put(type, marked, options, services.now());
        warnOfOrphans(type);
        if (!mustStay(type, marked)) {
            return remove(key, type, stored, marked);
        }
        if (!changed) {
            return new Plan.Settled(new Answer.Stored(200, type, stored), live);
        }
        return mark(key, type, stored, marked);
    }

    private WriteOptions writeOptions() {
        return new WriteOptions(options.dryRun(), "", FieldValidation.IGNORE, false);
    }

    /** Only what was marked, or has something that holds it, outlives the request. */
    private static boolean mustStay(ResourceType type, ObjectNode object) {
        return Metadata.deleting(object) && !Finality.reached(type, object);
    }

    private void checkPreconditions(ResourceType type, ObjectNode present) {
        if (!options.uid().isEmpty() && !options.uid().equals(Metadata.uid(present))) {
            throw conflict(
                            type,
                            "the UID in the precondition (%s) does not match the UID in record (%s). The object might have been deleted and then recreated"
                                    .formatted(options.uid(), Metadata.uid(present)))
                    .exception();
        }
        String revision = Metadata.resourceVersion(present);
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(revision)) {
            throw conflict(
                            type,
                            "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s). The object might have been modified"
                                    .formatted(options.resourceVersion(), revision))
                    .exception();
        }
    }

    /** Names the kind where other conflicts name the resource, as Kubernetes does here. */
    private ApiError conflict(ResourceType type, String why) {
        return ApiError.conflict(type.group(), type.kind(), name, why);
    }

    private void warnOfOrphans(ResourceType type) {
        if (type.groupResource().equals("jobs.batch") && options.propagation().isEmpty()) {
            request.warn(
                    "child pods are preserved by default when jobs are deleted; set"
                            + " propagationPolicy=Background to remove them or set"
                            + " propagationPolicy=Orphan to suppress this warning");
        }
    }

    private Plan mark(ObjectKey key, ResourceType type, StoredObject stored, ObjectNode marked) {
        if (options.dryRun()) {
            return new Plan.Settled(new Answer.Tree(200, type, marked), true);
        }
        Encoded encoded = services.documents().encode(type, marked);
        List<Write> writes = new ArrayList<>();
        writes.add(
                new Write.Replace(
                        key, stored.uid(), encoded.body(), encoded.spliceAt(), stored.revision()));
        writes.addAll(companions);
        return new Plan.Pending(
                writes, guards, revision -> shown(type, key, stored, encoded, revision));
    }

    private Plan remove(ObjectKey key, ResourceType type, StoredObject stored, ObjectNode last) {
        boolean shows = KindTraits.deletionShowsObject(type);
        Answer done = shows ? new Answer.Tree(200, type, last) : success(type, stored);
        if (options.dryRun()) {
            return new Plan.Settled(done, true);
        }
        Encoded encoded = services.documents().encode(type, last);
        List<Write> writes = new ArrayList<>();
        writes.add(Finality.deletion(key, stored, encoded));
        writes.addAll(
                Finality.companions(services, request, key, writeOptions(), last, companions));
        return new Plan.Pending(
                writes,
                guards,
                revision -> shows ? shown(type, key, stored, encoded, revision) : done);
    }

    private static Answer shown(
            ResourceType type, ObjectKey key, StoredObject stored, Encoded encoded, long revision) {
        return new Answer.Stored(
                200,
                type,
                new StoredObject(
                        key,
                        stored.uid(),
                        revision,
                        stored.createdRevision(),
                        encoded.body(),
                        encoded.spliceAt()));
    }

    private Answer success(ResourceType type, StoredObject stored) {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details").put("name", name);
        if (!type.group().isEmpty()) {
            details.put("group", type.group());
        }
        details.put("kind", type.resource()).put("uid", stored.uid());
        return new Answer.Tree(200, type, status);
    }

    @Override
    public @Nullable ApiError refusal(Refused refused) {
        return null;
    }
}
