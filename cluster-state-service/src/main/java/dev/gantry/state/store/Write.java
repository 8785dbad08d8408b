package dev.gantry.state.store;

import dev.gantry.api.catalog.ObjectKey;

/** One write of a group. A key occurs once in a group. */
public sealed interface Write {

    ObjectKey key();

    /** {@code metadata.uid} of the object written. */
    String uid();

    /** The state written, without its resourceVersion; for a deletion the last state. */
    byte[] body();

    /** Offset in {@link #body} where the resourceVersion is spliced in. */
    int spliceAt();

    /** Stores a new object; refused when the key is taken. */
    record Create(ObjectKey key, String uid, byte[] body, int spliceAt) implements Write {}

    /** Replaces an object; refused unless it is at {@code expectedRevision}. */
    record Replace(ObjectKey key, String uid, byte[] body, int spliceAt, long expectedRevision)
            implements Write {}

    /** Removes an object; {@code body} is the last state that watchers are told. */
    record Delete(ObjectKey key, String uid, byte[] body, int spliceAt, long expectedRevision)
            implements Write {}

    /** What this write leaves behind under the revision it was given. */
    default StoredObject stored(long revision, long createdRevision) {
        return new StoredObject(key(), uid(), revision, createdRevision, body(), spliceAt());
    }
}
