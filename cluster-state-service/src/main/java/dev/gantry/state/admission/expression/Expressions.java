package dev.gantry.state.admission.expression;

import java.util.List;
import java.util.Set;

/** Judges CEL expressions. Kubernetes: "Common Expression Language in Kubernetes". Thread-safe. */
public interface Expressions {

    /** What an expression must give. */
    enum Result {
        BOOL,
        STRING,
        ANY,
        /** Patches are built from types of the matched kind: only the grammar is judged. */
        PATCH
    }

    /**
     * Why an expression cannot be used; empty when it can. Some milliseconds.
     *
     * @param variables names it may use beyond those of every admission
     */
    List<String> problems(String expression, Set<String> variables, Result result);
}
