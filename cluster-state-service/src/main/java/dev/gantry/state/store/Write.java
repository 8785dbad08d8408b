package dev.gantry.state.store;

import dev.gantry.api.catalog.ObjectKey;

/** One write of a group. A key occurs once in a group. */
public sealed interface Write {

    ObjectKey key();

    /** Stores a new object; refused when the key is taken. */
    record Create(ObjectKey key, String uid, byte[] body, int spliceAt) implements Write {}

    /** Replaces an object; refused unless it is at {@code expectedRevision}. */
    record Replace(ObjectKey key, String uid, byte[] body, int spliceAt, long expectedRevision)
            implements Write {}

    /** Removes an object; {@code body} is the last state that watchers are told. */
    record Delete(ObjectKey key, String uid, byte[] body, int spliceAt, long expectedRevision)
            implements Write {}
}
