package dev.gantry.state.served;

import dev.gantry.api.catalog.ResourceType;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Which version of a kind is stored, and the ways between it and the others. Thread-safe. */
public final class Conversions {

    private final ServedTypes types;
    private final Map<String, VersionPair> pairs =
            Map.of(
                    "events.k8s.io/v1 Event", new EventVersions(),
                    "autoscaling/v1 HorizontalPodAutoscaler", new AutoscalerVersions());

    public Conversions(ServedTypes types) {
        this.types = types;
    }

    /** What a type is that is defined at run time. */
    public Optional<CustomKind> custom(ResourceType type) {
        return types.custom(type);
    }

    /** The type in whose version objects are stored; mostly the type itself. */
    public ResourceType storage(ResourceType served) {
        Optional<CustomKind> custom = custom(served);
        if (custom.isPresent()) {
            return custom.get().storage();
        }
        VersionPair pair = pair(served);
        return pair == null
                ? served
                : types.ofKind(pair.storedApiVersion(), served.kind()).orElseThrow();
    }

    /** A new document in the stored version; the argument may be reused. */
    public ObjectNode toStorage(ResourceType served, ObjectNode document) {
        Optional<CustomKind> custom = custom(served);
        if (custom.isPresent()) {
            return custom.get().toStorage(document);
        }
        VersionPair pair = pair(served);
        return pair == null ? document : pair.toStorage(document);
    }

    /** A new document in the served version; the argument may be reused. */
    public ObjectNode toServed(ResourceType served, ObjectNode document) {
        Optional<CustomKind> custom = custom(served);
        if (custom.isPresent()) {
            return custom.get().toServed(document);
        }
        VersionPair pair = pair(served);
        return pair == null ? document : pair.toServed(document);
    }

    /** The stored name of a selectable field that is asked for in the served version. */
    public String storedField(ResourceType served, String field) {
        VersionPair pair = pair(served);
        return pair == null ? field : pair.storedField(field);
    }

    private @Nullable VersionPair pair(ResourceType served) {
        return pairs.get(served.apiVersion() + " " + served.kind());
    }
}
