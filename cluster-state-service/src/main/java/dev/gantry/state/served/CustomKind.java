package dev.gantry.state.served;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.schema.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of a kind that is defined at run time, as it was defined at one moment. Immutable,
 * thread-safe.
 */
public interface CustomKind {

    /** What documents of this version look like. */
    Schema.Struct schema();

    /** The type in whose version objects are stored. */
    ResourceType storage();

    /** Fields that may be selected by, beyond name and namespace: {@code spec.color}. */
    Set<String> selectableFields();

    /** Columns of a Table, Name first, each as {@code columnDefinitions} has it. */
    List<ObjectNode> columns();

    /** An object's cells in the order of the columns; null for what is absent. */
    List<@Nullable Object> cells(ObjectNode object, Instant now);

    /** What is stored as this version shows it: defaulted, converted, pruned. May be the same. */
    ObjectNode toServed(ObjectNode stored);

    /** A document of this version as it is stored. May be the same. */
    ObjectNode toStorage(ObjectNode served);

    /** Where the numbers of {@code /scale} stand; empty when there is no such subresource. */
    Optional<ScalePaths> scale();

    /** The warning that goes with every use, empty for none. */
    String deprecation();

    /**
     * Places of the numbers of {@code /scale}, as steps from the document's root.
     *
     * @param selector empty when the kind has none
     */
    record ScalePaths(List<String> wanted, List<String> actual, List<String> selector) {}
}
