package dev.gantry.api.schema;

/** Type names as decode errors spell them: the last element of the package, a dot, the name. */
final class GoTypes {

    private GoTypes() {}

    /** {@code []struct core/v1.Container} becomes {@code []v1.Container}. */
    static String name(String shape) {
        if (shape.startsWith("*")) {
            return name(shape.substring(1));
        }
        if (shape.startsWith("[]")) {
            return "[]" + name(shape.substring(2));
        }
        if (shape.startsWith("map[")) {
            int close = shape.indexOf(']');
            return "map["
                    + name(shape.substring(4, close))
                    + "]"
                    + name(shape.substring(close + 1));
        }
        int named = shape.indexOf('=');
        if (named > 0) {
            return afterSlash(shape.substring(0, named));
        }
        if (shape.startsWith("struct ")) {
            return afterSlash(shape.substring(7));
        }
        int typed = shape.indexOf('(');
        if (typed > 0) {
            return afterSlash(shape.substring(typed + 1, shape.length() - 1));
        }
        return shape.equals("bytes") ? "[]uint8" : shape;
    }

    private static String afterSlash(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
