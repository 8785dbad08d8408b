package dev.gantry.state.customresource;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.watchcache.CachedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all definitions together define at one moment. Immutable. */
final class DefinedTypes {

    static final DefinedTypes NONE = of(List.of(), Map.of());

    private final List<CachedObject> readFrom;
    private final Map<ObjectKey, Definition> definitions;
    private final List<DefinedKind> kinds;
    private final Map<String, DefinedKind> byPath = new HashMap<>();
    private final Map<String, DefinedKind> byKind = new HashMap<>();
    private volatile @Nullable List<ResourceType> all;

    private DefinedTypes(
            List<CachedObject> readFrom,
            Map<ObjectKey, Definition> definitions,
            List<DefinedKind> kinds) {
        this.readFrom = readFrom;
        this.definitions = definitions;
        this.kinds = kinds;
        for (DefinedKind kind : kinds) {
            ResourceType type = kind.type();
            byPath.put(path(type.group(), type.version(), type.resource()), kind);
            byKind.putIfAbsent(type.apiVersion() + " " + type.kind(), kind);
        }
    }

    /** In the order of discovery: by group, best version first, resource. */
    static DefinedTypes of(List<CachedObject> readFrom, Map<ObjectKey, Definition> definitions) {
        List<DefinedKind> kinds = new ArrayList<>();
        definitions.values().forEach(definition -> kinds.addAll(definition.kinds()));
        kinds.sort(
                Comparator.comparing((DefinedKind k) -> k.type().group())
                        .thenComparing(k -> k.type().version(), VersionOrder.BEST_FIRST)
                        .thenComparing(k -> k.type().resource()));
        Map<String, String> best = new HashMap<>();
        kinds.forEach(k -> best.putIfAbsent(k.type().group(), k.type().version()));
        kinds.replaceAll(
                k ->
                        k.type().version().equals(best.get(k.type().group()))
                                ? k.as(preferred(k.type()))
                                : k);
        return new DefinedTypes(readFrom, definitions, List.copyOf(kinds));
    }

    private static ResourceType preferred(ResourceType type) {
        return new ResourceType(
                type.group(),
                type.version(),
                type.resource(),
                type.kind(),
                type.singular(),
                type.namespaced(),
                type.verbs(),
                type.shortNames(),
                type.categories(),
                type.subresources(),
                true);
    }

    private static String path(String group, String version, String resource) {
        return group + "/" + version + "/" + resource;
    }

    /** The very list that these were read from. */
    List<CachedObject> readFrom() {
        return readFrom;
    }

    Optional<Definition> definition(ObjectKey key) {
        return Optional.ofNullable(definitions.get(key));
    }

    List<DefinedKind> kinds() {
        return kinds;
    }

    Optional<DefinedKind> find(String group, String version, String resource) {
        return Optional.ofNullable(byPath.get(path(group, version, resource)));
    }

    Optional<ResourceType> ofKind(String apiVersion, String kind) {
        return Optional.ofNullable(byKind.get(apiVersion + " " + kind)).map(DefinedKind::type);
    }

    /** The best version. */
    Optional<ResourceType> ofGroupResource(String groupResource) {
        return kinds.stream()
                .map(DefinedKind::type)
                .filter(type -> type.groupResource().equals(groupResource))
                .findFirst();
    }

    /** With those that are built in. */
    Collection<ResourceType> all(Catalog builtIn) {
        List<ResourceType> known = all;
        if (known == null) {
            known = new ArrayList<>(builtIn.types());
            for (DefinedKind kind : kinds) {
                known.add(kind.type());
            }
            known = List.copyOf(known);
            all = known;
        }
        return known;
    }
}
