package dev.gantry.state.persistence.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a failure of the database means for the write that met it. PostgreSQL, appendix A. */
enum SqlState {
    /** The connection broke: the outcome is not known. */
    CONNECTION_LOST,
    /** The statement was rolled back for a reason that passes. */
    TRANSIENT,
    /** The statement was rolled back for what it said. */
    REJECTED;

    static SqlState of(SQLException failure) {
        String state = stateOf(failure);
        if (state == null || state.startsWith("08") || state.startsWith("57P")) {
            return CONNECTION_LOST;
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            // data exceptions, constraints, syntax, program limits, internal errors
            case "21", "22", "23", "42", "54", "XX" -> REJECTED;
            default -> TRANSIENT;
        };
    }

    private static @Nullable String stateOf(SQLException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
