package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One server-side apply: merge, prune, find conflicts, hand over. Not reusable. */
final class Application {

    private final boolean isNew;
    private final ObjectNode live;
    private final ObjectNode config;
    private final Managers managers;
    private final Managers.Key key;
    private final String apiVersion;
    private final Instant now;
    private final Schema.Struct schema;
    private final FieldSet ignored;

    Application(
            @Nullable ObjectNode live,
            ObjectNode config,
            String manager,
            String subresource,
            Instant now,
            Schema.Struct schema) {
        this.isNew = live == null;
        this.live = live == null ? Canonical.empty(schema) : live;
        this.config = config;
        this.key = Managers.Key.applier(manager, subresource);
        this.apiVersion = Json.text(config, "apiVersion");
        this.now = now;
        this.schema = schema;
        this.ignored = ServerFields.ignored(schema, subresource);
        this.managers = Managers.read(Json.at(live, "metadata", "managedFields"));
        if (live != null && managers.isEmpty()) {
            FieldOwnership.startTracking(managers, live, apiVersion, subresource, now, schema);
        }
    }

    ObjectNode run(boolean force) {
        FieldSet stated = Configuration.ofApplied(config, schema);
        FieldSet before = lastApplied();
        String time = timeBefore();
        managers.entries().remove(key);
        ObjectNode merged = pruned(TypedMerge.merge(live, config, schema), before, stated);
        managers.put(key, new Managers.Entry(apiVersion, time, stated.without(ignored)));
        Comparison changes = Comparison.of(live, merged, schema, ignored);
        Conflicts conflicts = Conflicts.of(managers, key, changes.changed());
        if (!force) {
            conflicts.besides(allowed()).refuse();
        }
        managers.takeFromOthers(key, changes.touched());
        return finished(merged);
    }

    private FieldSet lastApplied() {
        Managers.Entry mine = managers.get(key);
        return mine == null ? new FieldSet() : mine.fields();
    }

    private String timeBefore() {
        Managers.Entry mine = managers.get(key);
        return mine == null ? "" : mine.time();
    }

    /** The entry's time moves only when the document did. */
    private ObjectNode finished(ObjectNode merged) {
        Managers.Entry mine = managers.get(key);
        if (mine != null && (isNew || !Values.equal(live, merged))) {
            managers.put(key, mine.at(Times.seconds(now)));
        }
        managers.cap();
        if (key.manager().equals(LastApplied.KUBECTL)) {
            LastApplied.refresh(merged, config);
        }
        FieldOwnership.write(merged, managers);
        return merged;
    }

    /** Without what was applied last time, is not now, and nobody owns. */
    private ObjectNode pruned(ObjectNode merged, FieldSet before, FieldSet stated) {
        if (before.isEmpty()) {
            return merged;
        }
        FieldSet last = Removal.withNamedParents(before, schema);
        FieldSet owned = Removal.withNamedParents(managers.all().union(stated), schema);
        ObjectNode less = Removal.without(merged, last, schema);
        FieldSet all = Removal.withNamedParents(Configuration.of(merged, schema), schema);
        FieldSet left = Removal.withNamedParents(Configuration.of(less, schema), schema);
        ObjectNode owing = Removal.without(merged, all.minus(left.union(owned)), schema);
        FieldSet kept = Removal.withNamedParents(Configuration.of(owing, schema), schema);
        return Removal.without(merged, all.minus(kept).intersection(last), schema);
    }

    /** kubectl may take over what its own client-side apply has set. */
    private FieldSet allowed() {
        return key.manager().equals(LastApplied.KUBECTL)
                ? LastApplied.unchanged(live, schema)
                : new FieldSet();
    }
}
