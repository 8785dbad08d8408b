package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Field ownership and server-side apply. Kubernetes: "Server-Side Apply".
 *
 * <p>When: after defaults and before the strategy of the kind and mutating admission, as Kubernetes
 * does, so that what the server adds afterwards belongs to nobody. Both sides are canonical. Pure
 * but for the document named; cost: a walk of both documents.
 */
public final class FieldOwnership {

    /** Owner of everything that was there before an object was first applied to. */
    static final String BEFORE_FIRST_APPLY = "before-first-apply";

    private FieldOwnership() {}

    /**
     * After a create, an update or a patch: what changed becomes owned by the manager, and by
     * nobody else; what vanished is owned by nobody. Sets {@code metadata.managedFields} of {@code
     * object}. When nothing changed, entries and their times stay as they were.
     *
     * @param live the stored document, null for a create; never changed
     * @param object the new document with the managedFields that the client sent, if any: none
     *     keeps the stored ones, an empty list or a single empty entry forgets all owners
     * @param subresource empty for the object itself
     */
    public static void update(
            @Nullable ObjectNode live,
            ObjectNode object,
            String manager,
            String apiVersion,
            String subresource,
            Instant now,
            Schema.Struct schema) {
        JsonNode sent = Json.at(object, "metadata", "managedFields");
        JsonNode stored = Json.at(live, "metadata", "managedFields");
        Managers managers = managers(sent, stored, subresource);
        boolean isTracked = live == null || !managers.isEmpty();
        if (isTracked) {
            ObjectNode before = live == null ? Canonical.empty(schema) : live;
            Managers.Key key = Managers.Key.updater(manager, apiVersion, subresource);
            take(managers, key, before, object, now, schema);
            managers.cap();
        }
        write(object, managers);
    }

    private static Managers managers(JsonNode sent, JsonNode stored, String subresource) {
        if (!subresource.isEmpty()) {
            return Managers.read(stored);
        }
        if (Managers.isReset(sent)) {
            return new Managers();
        }
        Managers managers = Managers.read(sent);
        return managers.isEmpty() ? Managers.read(stored) : managers;
    }

    /** The updater of the key takes what changed. */
    private static void take(
            Managers managers,
            Managers.Key key,
            ObjectNode before,
            ObjectNode after,
            Instant now,
            Schema.Struct schema) {
        Comparison changes =
                Comparison.of(
                        before, after, schema, ServerFields.ignored(schema, key.subresource()));
        managers.takeFromOthers(null, changes.touched());
        FieldSet taken = changes.changed();
        if (taken.isEmpty()) {
            return;
        }
        Managers.Entry mine = managers.get(key);
        FieldSet all = mine == null ? taken : mine.fields().union(taken);
        String time = key.subresource().equals("scale") ? "" : Times.seconds(now);
        managers.put(key, new Managers.Entry(key.apiVersion(), time, all));
    }

    /**
     * Server-side apply: lays the configuration over the live document, removes what the manager
     * applied before and nobody else owns, and updates {@code metadata.managedFields}.
     *
     * @param live the stored document, null when the object is to be created; never changed
     * @param config what the client sent, unpruned
     * @param force take conflicting fields instead of failing
     * @return the merged document, not yet canonical or defaulted
     * @throws dev.gantry.api.status.ApiException 409 with a cause {@code FieldManagerConflict} per
     *     field that another manager owns with another value; 400 when the configuration does not
     *     fit its schema or states managedFields
     */
    public static ObjectNode apply(
            @Nullable ObjectNode live,
            ObjectNode config,
            String manager,
            boolean force,
            String subresource,
            Instant now,
            Schema.Struct schema) {
        if (Json.at(config, "metadata", "managedFields") instanceof ArrayNode sent
                && !sent.isEmpty()) {
            throw ApiError.badRequest("metadata.managedFields must be nil").exception();
        }
        return new Application(live, config, manager, subresource, now, schema).run(force);
    }

    /** Gives everything that is there to {@link #BEFORE_FIRST_APPLY}. */
    static void startTracking(
            Managers managers,
            ObjectNode live,
            String apiVersion,
            String subresource,
            Instant now,
            Schema.Struct schema) {
        Managers.Key key = Managers.Key.updater(BEFORE_FIRST_APPLY, apiVersion, subresource);
        take(managers, key, Canonical.empty(schema), live, now, schema);
    }

    static void write(ObjectNode object, Managers managers) {
        ObjectNode metadata = Json.child(object, "metadata");
        metadata.remove("managedFields");
        if (!managers.isEmpty()) {
            metadata.set("managedFields", managers.toJson());
        }
    }
}
