package dev.gantry.state.admission.validation;

import dev.gantry.api.quantity.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;

/** Reading and checking quantities in documents. */
public final class Quantities {

    private static final int MILLI_SCALE = 3;

    private Quantities() {}

    /** The value; zero when absent or no quantity. */
    public static Quantity of(JsonNode node) {
        try {
            return node.isString() || node.isNumber()
                    ? Quantity.parse(node.asString())
                    : Quantity.ZERO;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Quantity.ZERO;
        }
    }

    public static Quantity of(Place place) {
        return of(place.node());
    }

    /** What is there must not be negative. */
    public static void nonNegative(Place place) {
        if (of(place).value().signum() < 0) {
            place.invalid("must be greater than or equal to 0");
        }
    }

    /** What is there must be above zero. */
    public static void positive(Place place) {
        if (of(place).value().signum() <= 0) {
            place.invalid("must be greater than zero");
        }
    }

    /** What is there must have no fraction. */
    public static void whole(Place place) {
        if (of(place).value().stripTrailingZeros().scale() > 0) {
            place.invalid("must be an integer");
        }
    }

    /** Rounded up to thousandths, as quantities of resource lists are kept. */
    public static String roundedToMillis(String text) {
        try {
            Quantity quantity = Quantity.parse(text);
            BigDecimal rounded = quantity.value().setScale(MILLI_SCALE, RoundingMode.UP);
            return rounded.compareTo(quantity.value()) == 0
                    ? text
                    : new Quantity(rounded, quantity.format()).toString();
        } catch (IllegalArgumentException | ArithmeticException e) {
            return text;
        }
    }
}
