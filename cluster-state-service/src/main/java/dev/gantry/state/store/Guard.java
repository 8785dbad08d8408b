package dev.gantry.state.store;

import dev.gantry.api.catalog.ObjectKey;

/** A condition that must hold at the point of commit. */
public sealed interface Guard {

    /** The object is present with this uid, whatever its revision. */
    record Present(ObjectKey key, String uid) implements Guard {}

    /** The object is exactly at this revision; 0 demands that it is absent. */
    record AtRevision(ObjectKey key, long revision) implements Guard {}

    /** The Lease is held by {@code holder} and was taken over {@code transitions} times. */
    record LeaseHeld(ObjectKey lease, String holder, int transitions) implements Guard {}
}
