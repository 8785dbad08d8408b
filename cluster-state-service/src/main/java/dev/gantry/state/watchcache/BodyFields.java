package dev.gantry.state.watchcache;

import dev.gantry.api.json.Json;
import dev.gantry.state.store.StoredObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonParser;

/**
 * Fields of custom resources, which are selected by as their definition says now and not as it said
 * when an object was stored. One pass over the body's tokens, without a tree.
 */
public final class BodyFields {

    private BodyFields() {}

    /** Name, namespace and the fields at the given paths; absent ones are empty. */
    public static Map<String, String> read(StoredObject stored, Set<String> paths) {
        Set<String> names = new TreeSet<>(paths);
        names.add("metadata.name");
        names.add("metadata.namespace");
        FieldPlan plan = FieldPlan.of(names);
        Facts.Found found = new Facts.Found(plan);
        try (JsonParser parser = Json.MAPPER.createParser(stored.body())) {
            parser.nextToken();
            found.root(parser);
        }
        return plan.select(stored.key(), found.texts);
    }
}
