package dev.gantry.state.admission;

import dev.gantry.api.status.ApiError.Cause;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a document, in the words of Kubernetes' field errors. */
public final class Problems {

    private final List<Cause> causes = new ArrayList<>();

    public boolean isEmpty() {
        return causes.isEmpty();
    }

    /** In the order found. */
    public List<Cause> causes() {
        return List.copyOf(causes);
    }

    /** {@code Required value}, with a detail when there is one. */
    public void required(String field, String detail) {
        add(
                "FieldValueRequired",
                field,
                detail.isEmpty() ? "Required value" : "Required value: " + detail);
    }

    /** {@code Invalid value: "x": why}; a value is rendered as Kubernetes does, texts quoted. */
    public void invalid(String field, Object value, String why) {
        add("FieldValueInvalid", field, "Invalid value: " + render(value) + ": " + why);
    }

    /** {@code Unsupported value: "x": supported values: "a", "b"}. */
    public void unsupported(String field, Object value, List<String> supported) {
        String words = String.join(", ", supported.stream().map(s -> '"' + s + '"').toList());
        add(
                "FieldValueNotSupported",
                field,
                "Unsupported value: " + render(value) + ": supported values: " + words);
    }

    /** {@code Forbidden: why}. */
    public void forbidden(String field, String why) {
        add("FieldValueForbidden", field, "Forbidden: " + why);
    }

    /** {@code Duplicate value: "x"}. */
    public void duplicate(String field, Object value) {
        add("FieldValueDuplicate", field, "Duplicate value: " + render(value));
    }

    /** {@code Not found: "x"}. */
    public void notFound(String field, Object value) {
        add("FieldValueNotFound", field, "Not found: " + render(value));
    }

    /** {@code Too long: may not be more than N bytes}. */
    public void tooLong(String field, int maximum) {
        add("FieldValueTooLong", field, "Too long: may not be more than " + maximum + " bytes");
    }

    /** {@code Too many: N: must have at most M items}. */
    public void tooMany(String field, int actual, int maximum) {
        add(
                "FieldValueTooMany",
                field,
                "Too many: " + actual + ": must have at most " + maximum + " items");
    }

    /** {@code Invalid value: "": must be of type ...}. */
    public void add(String reason, String field, String message) {
        causes.add(new Cause(reason, message, field));
    }

    private static String render(Object value) {
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }
}
