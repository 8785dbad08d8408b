package dev.gantry.state.document;

import dev.gantry.api.schema.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** placeholder */
public final class FieldOwnership {
    private FieldOwnership() {}

    public static void update(
            @Nullable ObjectNode live,
            ObjectNode object,
            String manager,
            String apiVersion,
            String subresource,
            Instant now,
            Schema.Struct schema) {}

    public static ObjectNode apply(
            @Nullable ObjectNode live,
            ObjectNode config,
            String manager,
            boolean force,
            String subresource,
            Instant now,
            Schema.Struct schema) {
        ObjectNode base = live == null ? Canonical.empty(schema) : live.deepCopy();
        return StrategicMerge.apply(base, config, schema);
    }
}
