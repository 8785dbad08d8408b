package dev.gantry.node.runtime;

/** The engine refused, failed, or could not be reached. */
public final class EngineException extends RuntimeException {

    /** What kind of failure, as far as a caller acts on it. */
    public enum Kind {
        /** Nobody answers; everything may be tried again later. */
        AWAY,
        /** The container or image named is not there. */
        NOT_FOUND,
        /** The engine answered with an error. */
        REFUSED
    }

    private final Kind kind;

    public EngineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public EngineException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
