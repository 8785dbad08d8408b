package dev.gantry.state.admission.validation;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Counts that may also be written as percentages: {@code 1}, {@code 25%}. */
public final class Percents {

    private static final Pattern PERCENT = Pattern.compile("[0-9]+%");

    private Percents() {}

    /** What is there must be a whole number that is not negative, or a percentage. */
    public static void check(Place place) {
        if (place.node().isNumber()) {
            place.nonNegative();
        } else if (place.present() && !PERCENT.matcher(place.text()).matches()) {
            place.invalid(
                    "a valid percent string must be a numeric string followed by an ending '%' (e.g."
                            + " '1%',  or '93%', regex used for validation is '[0-9]+%')");
        }
    }

    /** Whether the value is a percentage above a hundred. */
    public static boolean beyondWhole(JsonNode node) {
        return node.isString()
                && PERCENT.matcher(node.stringValue()).matches()
                && node.stringValue().length() >= 4
                && !node.stringValue().equals("100%");
    }

    public static void notBeyondWhole(Place place) {
        if (beyondWhole(place.node())) {
            place.invalid("must not be greater than 100%");
        }
    }

    /** Whether the value is absent, 0 or 0%. */
    public static boolean zero(Place place) {
        return place.node().isNumber() ? place.number() == 0 : place.text().matches("|0+%");
    }
}
