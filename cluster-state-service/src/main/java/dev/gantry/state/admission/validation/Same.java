package dev.gantry.state.admission.validation;

import tools.jackson.databind.JsonNode;

/** Whether two values mean the same: an absent one, a null and an empty one do. Pure. */
public final class Same {

    private Same() {}

    /** Compares two values; numbers by value, whatever their width. */
    public static boolean value(JsonNode left, JsonNode right) {
        if (isNothing(left) || isNothing(right)) {
            return isNothing(left) && isNothing(right);
        }
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue()) == 0;
        }
        if (left.isObject() && right.isObject()) {
            return fields(left, right) && fields(right, left);
        }
        return left.isArray() && right.isArray() ? items(left, right) : left.equals(right);
    }

    private static boolean fields(JsonNode left, JsonNode right) {
        return left.properties().stream()
                .allMatch(e -> value(e.getValue(), right.path(e.getKey())));
    }

    private static boolean items(JsonNode left, JsonNode right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!value(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode() || node.isNull() || node.isArray() && node.isEmpty();
    }
}
