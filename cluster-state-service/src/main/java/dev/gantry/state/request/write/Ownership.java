package dev.gantry.state.request.write;

import dev.gantry.api.schema.Schema;
import dev.gantry.api.status.ApiException;
import dev.gantry.state.document.FieldOwnership;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Field ownership of creates, updates and patches. */
final class Ownership {

    private Ownership() {}

    /**
     * As {@link FieldOwnership#update}; of a custom resource whose lists have elements without
     * their keys nothing is noted, as validation is about to refuse it.
     */
    static void update(
            @Nullable ObjectNode live,
            ObjectNode object,
            String manager,
            String apiVersion,
            String subresource,
            Instant now,
            Schema.Struct schema) {
        try {
            FieldOwnership.update(live, object, manager, apiVersion, subresource, now, schema);
        } catch (ApiException e) {
            if (!schema.custom()) {
                throw e;
            }
        }
    }
}
