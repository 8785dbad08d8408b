package dev.gantry.access;

import dev.gantry.client.door.Caller;

/** Decides whether a caller may do something. Safe for concurrent use; no I/O. */
public interface Authorizer {

    Decision authorize(Attributes attributes);

    /** All that a caller may do in a namespace, as far as it can be told. */
    default Rights rights(Caller caller, String namespace) {
        return Rights.unknown();
    }
}
