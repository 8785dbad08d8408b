package dev.gantry.state.admission.validation;

import java.util.List;

/** What a text must look like. Stateless. */
@FunctionalInterface
public interface NameRule {

    /** Why the text breaks the rule; empty when it does not. */
    List<String> problems(String text);

    default boolean holds(String text) {
        return problems(text).isEmpty();
    }

    /**
     * The rule for the fixed part of a generated name: a trailing dash stands for what is still to
     * come.
     */
    default List<String> problemsOfPrefix(String prefix) {
        boolean dash = prefix.length() > 1 && prefix.endsWith("-");
        return problems(dash ? prefix.substring(0, prefix.length() - 2) + "a" : prefix);
    }
}
