package dev.gantry.state.request.exchange;

import java.util.Locale;

/** What is done, in the words of Kubernetes' authorization. */
public enum Verb {
    GET,
    LIST,
    WATCH,
    CREATE,
    UPDATE,
    PATCH,
    DELETE,
    DELETECOLLECTION;

    /** As rules and catalog spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean writes() {
        return ordinal() >= CREATE.ordinal();
    }
}
