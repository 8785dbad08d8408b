package dev.gantry.state.request.write;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How the wanted document comes about: submitted whole, or made from the present one. */
public interface Transform {

    /**
     * The wanted document, canonical, in the served version.
     *
     * @param present as stored, its resourceVersion set; never changed. Null when there is none
     * @throws dev.gantry.api.status.ApiException when it cannot be made
     */
    ObjectNode wanted(@Nullable ObjectNode present);

    /** Whether a missing object is to be created from {@code wanted(null)}. */
    boolean createsMissing();

    /** Whether managedFields of the wanted document are already right. */
    default boolean owned() {
        return false;
    }

    /**
     * The revision that the caller insists on, empty when any will do; a write that insists is not
     * planned again when the object has changed.
     */
    String insistsOn();

    /** Whether a resourceVersion must be given for kinds that demand it. */
    default boolean replacesWhole() {
        return false;
    }
}
