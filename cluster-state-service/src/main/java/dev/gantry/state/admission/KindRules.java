package dev.gantry.state.admission;

import tools.jackson.databind.node.ObjectNode;

/**
 * Defaults, strategy and validation of one kind. Stateless. Trees are changed in place; the methods
 * are called in the order in which they stand here.
 *
 * <p>Kubernetes: "API Concepts", and the reference of each kind.
 */
public interface KindRules {

    /** Fills what the client left out. Also run on what patches produce. Idempotent. */
    default void defaults(ObjectNode object) {}

    /** Before a create: drops status where the kind has one, sets what only the server sets. */
    default void prepareForCreate(ObjectNode object) {}

    /**
     * Before an update of the object itself: restores status and whatever the server owns.
     *
     * @param stored the object as stored; never changed
     */
    default void prepareForUpdate(ObjectNode object, ObjectNode stored) {}

    /** Before an update of {@code /status}: restores everything but status. */
    default void prepareForStatusUpdate(ObjectNode object, ObjectNode stored) {}

    /**
     * Before an update of another subresource that shows the object itself, such as {@code
     * ephemeralcontainers}, {@code resize}, {@code approval} or {@code finalize}: restores
     * everything that it may not change.
     */
    default void prepareForSubresourceUpdate(
            String subresource, ObjectNode object, ObjectNode stored) {
        prepareForUpdate(object, stored);
    }

    /** Tells every problem of a new object. */
    default void validate(ObjectNode object, Problems problems) {}

    /** Tells every problem of a change, immutable fields included. */
    default void validateUpdate(ObjectNode object, ObjectNode stored, Problems problems) {}

    /** Tells every problem of a change of {@code /status}. */
    default void validateStatusUpdate(ObjectNode object, ObjectNode stored, Problems problems) {}

    /** Tells every problem of a change of another subresource. */
    default void validateSubresourceUpdate(
            String subresource, ObjectNode object, ObjectNode stored, Problems problems) {
        validateUpdate(object, stored, problems);
    }

    /** Deprecation and similar warnings, sent as Warning headers. */
    default java.util.List<String> warnings(ObjectNode object) {
        return java.util.List.of();
    }
}
