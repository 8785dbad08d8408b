package dev.gantry.access;

import dev.gantry.client.door.Caller;

/** Decides whether a caller may do something. Safe for concurrent use; no I/O. */
public interface Authorizer {

    Decision authorize(Attributes attributes);

    /**
     * Passes when it may.
     *
     * @throws dev.gantry.api.status.ApiException 403 as Kubernetes words it
     */
    default void require(Attributes asked) {
        if (authorize(asked) instanceof Decision.Denied denied) {
            throw asked.forbidden(denied).exception();
        }
    }

    /** All that a caller may do in a namespace, as far as it can be told. */
    default Rights rights(Caller caller, String namespace) {
        return Rights.unknown();
    }
}
