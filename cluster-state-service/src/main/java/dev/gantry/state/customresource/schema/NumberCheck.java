package dev.gantry.state.customresource.schema;

import dev.gantry.state.customresource.schema.Structural.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Bounds of numbers. Pure. */
final class NumberCheck {

    private NumberCheck() {}

    static List<String> problems(BigDecimal number, Range range) {
        List<String> problems = new ArrayList<>();
        if (range.multipleOf() != null
                && range.multipleOf().signum() > 0
                && number.remainder(range.multipleOf()).signum() != 0) {
            problems.add("should be a multiple of " + shown(range.multipleOf()));
        }
        if (range.maximum() != null) {
            int order = number.compareTo(range.maximum());
            if (order > 0 || order == 0 && range.belowMaximum()) {
                problems.add(
                        (range.belowMaximum()
                                        ? "should be less than "
                                        : "should be less than or equal to ")
                                + shown(range.maximum()));
            }
        }
        if (range.minimum() != null) {
            int order = number.compareTo(range.minimum());
            if (order < 0 || order == 0 && range.aboveMinimum()) {
                problems.add(
                        (range.aboveMinimum()
                                        ? "should be greater than "
                                        : "should be greater than or equal to ")
                                + shown(range.minimum()));
            }
        }
        return problems;
    }

    private static String shown(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
