package dev.gantry.api.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A conjunction of equalities on selectable fields, {@code a.b=x,c!=y}. Immutable. */
public record FieldSelector(List<Term> terms) {

    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    public FieldSelector {
        terms = List.copyOf(terms);
    }

    /** One comparison of a field with a literal. */
    public record Term(String field, String value, boolean equal) {}

    /**
     * Parses the query form; {@code \,} and {@code \=} are literal.
     *
     * @throws IllegalArgumentException when a term has no operator
     */
    public static FieldSelector parse(String text) {
        List<Term> terms = new ArrayList<>();
        for (String term : text.split("(?<!\\\\),")) {
            if (!term.isEmpty()) {
                terms.add(term(term));
            }
        }
        return new FieldSelector(terms);
    }

    /**
     * @param fields every selectable field of the object, absent ones as empty strings
     */
    public boolean matches(Map<String, String> fields) {
        for (Term term : terms) {
            if (fields.getOrDefault(term.field(), "").equals(term.value()) != term.equal()) {
                return false;
            }
        }
        return true;
    }

    public boolean isEverything() {
        return terms.isEmpty();
    }

    private static Term term(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.startsWith("!=", i)) {
                return new Term(text.substring(0, i), unescape(text.substring(i + 2)), false);
            } else if (text.startsWith("==", i)) {
                return new Term(text.substring(0, i), unescape(text.substring(i + 2)), true);
            } else if (text.charAt(i) == '=') {
                return new Term(text.substring(0, i), unescape(text.substring(i + 1)), true);
            }
        }
        throw new IllegalArgumentException(
                "invalid selector: '" + text + "'; can't understand '" + text + "'");
    }

    private static String unescape(String value) {
        return value.replaceAll("\\\\([\\\\,=])", "$1");
    }
}
