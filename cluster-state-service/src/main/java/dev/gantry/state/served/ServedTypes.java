package dev.gantry.state.served;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import java.util.Collection;
import java.util.Optional;

/**
 * The types that can be asked for now: the catalog's and whatever is defined at run time. Safe for
 * concurrent use; answers may change between calls.
 */
public interface ServedTypes {

    /** In the order of discovery. */
    Collection<ResourceType> types();

    /** The type at {@code group/version/resource}, as it stands in a path. */
    Optional<ResourceType> find(String group, String version, String resource);

    /** The type of a document. */
    Optional<ResourceType> ofKind(String apiVersion, String kind);

    /** The preferred version of {@code pods} or {@code deployments.apps}. */
    Optional<ResourceType> ofGroupResource(String groupResource);

    /** What a type is that is defined at run time; empty for one that is built in or is gone. */
    default Optional<CustomKind> custom(ResourceType type) {
        return Optional.empty();
    }

    /** Only what is built in. */
    static ServedTypes of(Catalog catalog) {
        return new ServedTypes() {
            @Override
            public Collection<ResourceType> types() {
                return catalog.types();
            }

            @Override
            public Optional<ResourceType> find(String group, String version, String resource) {
                return catalog.find(group, version, resource);
            }

            @Override
            public Optional<ResourceType> ofKind(String apiVersion, String kind) {
                return catalog.ofKind(apiVersion, kind);
            }

            @Override
            public Optional<ResourceType> ofGroupResource(String groupResource) {
                return catalog.ofGroupResource(groupResource);
            }
        };
    }
}
