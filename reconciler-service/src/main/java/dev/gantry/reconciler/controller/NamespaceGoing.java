package dev.gantry.reconciler.controller;

import dev.gantry.api.status.ApiError;

/** The refusal to create anything in a namespace that is being deleted. */
public final class NamespaceGoing {

    private NamespaceGoing() {}

    public static boolean isCause(ApiError error) {
        return error.details() != null
                && error.details().causes().stream()
                        .anyMatch(c -> c.reason().equals("NamespaceTerminating"));
    }
}
