package dev.gantry.backends.postgres;

import org.jspecify.annotations.Nullable;

/** The server could not be set up, started or stopped; the message says what was found. */
public final class PostgresFailed extends RuntimeException {

    PostgresFailed(String message) {
        super(message);
    }

    PostgresFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
