package dev.gantry.state.customresource;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.openapi.DefinedDocuments;
import dev.gantry.state.served.CustomKind;
import dev.gantry.state.served.ServedTypes;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is served: what is built in, and what the CustomResourceDefinitions in the watch
 * cache define. As fresh as the cache: a reader that sees a definition established can use it.
 * Cost: a comparison while no definition changes; after a change the definitions that changed are
 * read. Thread-safe.
 */
public final class CustomResources implements ServedTypes {

    static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private static final Logger LOG = LoggerFactory.getLogger(CustomResources.class);

    private final Catalog builtIn;
    private final WatchCache cache;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile DefinedTypes current = DefinedTypes.NONE;

    public CustomResources(Catalog builtIn, WatchCache cache) {
        this.builtIn = builtIn;
        this.cache = cache;
    }

    @Override
    public Collection<ResourceType> types() {
        return now().all(builtIn);
    }

    @Override
    public Optional<ResourceType> find(String group, String version, String resource) {
        Optional<ResourceType> known = builtIn.find(group, version, resource);
        return known.isPresent() || group.isEmpty()
                ? known
                : now().find(group, version, resource).map(DefinedKind::type);
    }

    @Override
    public Optional<ResourceType> ofKind(String apiVersion, String kind) {
        Optional<ResourceType> known = builtIn.ofKind(apiVersion, kind);
        return known.isPresent() ? known : now().ofKind(apiVersion, kind);
    }

    @Override
    public Optional<ResourceType> ofGroupResource(String groupResource) {
        Optional<ResourceType> known = builtIn.ofGroupResource(groupResource);
        return known.isPresent() ? known : now().ofGroupResource(groupResource);
    }

    @Override
    public Optional<CustomKind> custom(ResourceType type) {
        return kind(type).map(CustomKind.class::cast);
    }

    Optional<DefinedKind> kind(ResourceType type) {
        return type.group().indexOf('.') < 0
                        || builtIn.find(type.group(), type.version(), type.resource()).isPresent()
                ? Optional.empty()
                : now().find(type.group(), type.version(), type.resource());
    }

    /** The definition of a type; empty for one that is built in or is gone. */
    Optional<Definition> definition(ResourceType type) {
        return kind(type).isEmpty()
                ? Optional.empty()
                : now().definition(new ObjectKey(DEFINITIONS, "", type.groupResource()));
    }

    /** OpenAPI of what the definitions define. */
    public DefinedDocuments documents() {
        return new CustomDocuments(this);
    }

    /** Every kind that is served now beyond those that are built in, in the order of discovery. */
    List<DefinedKind> kinds() {
        return now().kinds();
    }

    private DefinedTypes now() {
        List<CachedObject> stored = cache.list(DEFINITIONS, "").objects();
        DefinedTypes known = current;
        if (known.readFrom() == stored) {
            return known;
        }
        lock.lock();
        try {
            if (current.readFrom() != stored) {
                current = read(stored, current);
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    private static DefinedTypes read(List<CachedObject> stored, DefinedTypes before) {
        Map<ObjectKey, Definition> definitions = new HashMap<>();
        for (CachedObject object : stored) {
            ObjectKey key = object.stored().key();
            Definition known = before.definition(key).orElse(null);
            if (known != null && known.revision() == object.stored().revision()) {
                definitions.put(key, known);
            } else {
                definition(object).ifPresent(read -> definitions.put(key, read));
            }
        }
        return DefinedTypes.of(stored, definitions);
    }

    /** One definition that cannot be read must not take the others with it. */
    private static Optional<Definition> definition(CachedObject object) {
        try {
            return Optional.of(Definition.read(object.stored()));
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("name", object.stored().key().name())
                    .setCause(e)
                    .log("a custom resource definition cannot be served");
            return Optional.empty();
        }
    }
}
