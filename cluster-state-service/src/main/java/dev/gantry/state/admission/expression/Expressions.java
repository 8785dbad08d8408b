package dev.gantry.state.admission.expression;

import java.util.List;
import java.util.Set;

/** Judges CEL expressions. Kubernetes: "Common Expression Language in Kubernetes". Thread-safe. */
public interface Expressions {

    /** What an expression must give. */
    enum Result {
        BOOL,
        STRING,
        ANY
    }

    /**
     * Why an expression cannot be used; empty when it can.
     *
     * @param variables names it may use beyond those of every admission
     */
    List<String> problems(String expression, Set<String> variables, Result result);
}
