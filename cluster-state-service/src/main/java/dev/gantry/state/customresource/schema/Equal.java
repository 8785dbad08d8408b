package dev.gantry.state.customresource.schema;

import java.util.Comparator;
import tools.jackson.databind.JsonNode;

/** Whether two values are the same; numbers by value, however they are held. Pure. */
public final class Equal {

    private static final Comparator<JsonNode> BY_VALUE =
            (a, b) -> {
                if (a.equals(b)) {
                    return 0;
                }
                boolean numbers = a.isNumber() && b.isNumber();
                return numbers ? a.decimalValue().compareTo(b.decimalValue()) : 1;
            };

    private Equal() {}

    public static boolean of(JsonNode a, JsonNode b) {
        return a.equals(BY_VALUE, b);
    }
}
