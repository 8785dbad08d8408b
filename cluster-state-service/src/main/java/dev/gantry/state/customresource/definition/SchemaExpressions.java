package dev.gantry.state.customresource.definition;

import dev.gantry.state.customresource.schema.Structural;
import java.util.List;

/** Judges the rules of {@code x-kubernetes-validations} by the schema where they stand. */
public interface SchemaExpressions {

    /** Why a rule cannot be used there; empty when it can. Some milliseconds. */
    List<String> problems(String rule, Structural at);

    /** Why a message's expression cannot be used there; empty when it can. */
    List<String> messageProblems(String expression, Structural at);
}
