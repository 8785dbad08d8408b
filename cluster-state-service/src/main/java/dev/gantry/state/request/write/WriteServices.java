package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.schema.Schemas;
import dev.gantry.state.admission.Admission;
import dev.gantry.state.request.exchange.Documents;
import dev.gantry.state.request.read.CurrentObjects;
import dev.gantry.state.served.ServedTypes;
import java.time.Clock;
import java.time.Instant;

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

    /** The schema of a kind. */
    public Schema.Struct schema(ResourceType type) {
        return schemas.ofKind(type)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no schema of " + type.kind() + " " + type.apiVersion()));
    }
}
