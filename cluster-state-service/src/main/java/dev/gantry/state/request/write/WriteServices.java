package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.schema.Schemas;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.admission.Admission;
import dev.gantry.state.request.exchange.Documents;
import dev.gantry.state.request.read.CurrentObjects;
import dev.gantry.state.served.CustomKind;
import dev.gantry.state.served.ServedTypes;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** What every write needs of the rest of the service. */
public record WriteServices(
        ServedTypes types,
        Schemas schemas,
        Admission admission,
        CurrentObjects objects,
        Documents documents,
        Clock clock) {

    public Instant now() {
        return clock.instant();
    }

    /** The schema of a kind that has no resource of its own, such as Scale or Eviction. */
    public Schema.Struct schema(String apiVersion, String kind) {
        return schemas.ofKind(apiVersion, kind)
                .orElseThrow(
                        () -> new IllegalStateException("no schema of " + kind + " " + apiVersion));
    }

    /**
     * The schema of a kind.
     *
     * @throws dev.gantry.api.status.ApiException 404 when it is no longer served
     */
    public Schema.Struct schema(ResourceType type) {
        Optional<CustomKind> custom = types.custom(type);
        if (custom.isPresent()) {
            return custom.get().schema();
        }
        return schemas.ofKind(type)
                .orElseThrow(
                        // Its definition was deleted while the request was under way.
                        () -> ApiError.pathNotFound().exception());
    }
}
