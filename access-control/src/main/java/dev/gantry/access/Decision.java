package dev.gantry.access;

/** The answer of an {@link Authorizer}. */
public sealed interface Decision {

    /** Go ahead. */
    record Allowed() implements Decision {}

    /**
     * Not allowed.
     *
     * @param reason as a Status tells it: {@code User "x" cannot list resource "pods" ...}
     */
    record Denied(String reason) implements Decision {}

    static Decision allowed() {
        return new Allowed();
    }

    default boolean isAllowed() {
        return this instanceof Allowed;
    }
}
