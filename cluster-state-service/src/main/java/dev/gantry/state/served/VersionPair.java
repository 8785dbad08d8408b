package dev.gantry.state.served;

import tools.jackson.databind.node.ObjectNode;

/** A served version and the stored one. */
interface VersionPair {

    String storedApiVersion();

    ObjectNode toStorage(ObjectNode served);

    ObjectNode toServed(ObjectNode stored);

    default String storedField(String field) {
        return field;
    }
}
