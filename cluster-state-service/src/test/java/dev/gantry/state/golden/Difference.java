package dev.gantry.state.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Where a reply is not as expected. */
record Difference(String path, String expected, String found) {

    private static final int SHOWN = 160;

    static List<Difference> between(JsonNode expected, JsonNode found) {
        List<Difference> all = new ArrayList<>();
        collect("", expected, found, all);
        return all;
    }

    private static void collect(
            String path, JsonNode expected, JsonNode found, List<Difference> all) {
        if (expected.isObject() && found.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            expected.properties().forEach(e -> names.add(e.getKey()));
            found.properties().forEach(e -> names.add(e.getKey()));
            names.remove("message");
            for (String name : names) {
                JsonNode a = expected.path(name);
                JsonNode b = found.path(name);
                if (a.isMissingNode() || b.isMissingNode()) {
                    all.add(new Difference(path + "." + name, show(a), show(b)));
                } else {
                    collect(path + "." + name, a, b, all);
                }
            }
        } else if (expected.isArray() && found.isArray() && expected.size() == found.size()) {
            for (int i = 0; i < expected.size(); i++) {
                collect(path + "[" + i + "]", expected.get(i), found.get(i), all);
            }
        } else if (!same(expected, found)) {
            all.add(new Difference(path, show(expected), show(found)));
        }
    }

    private static boolean same(JsonNode expected, JsonNode found) {
        if (expected.isNumber() && found.isNumber()) {
            return expected.decimalValue().compareTo(found.decimalValue()) == 0;
        }
        return expected.equals(found) || isLater(expected, found);
    }

    /** An age that was recorded within a second, on a slower machine. */
    private static boolean isLater(JsonNode expected, JsonNode found) {
        return expected.isString()
                && expected.stringValue().equals("0s")
                && found.isString()
                && found.stringValue().matches("[0-9]{1,2}s");
    }

    private static String show(JsonNode node) {
        String text = node.isMissingNode() ? "<absent>" : node.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }

    @Override
    public String toString() {
        return "%s: expected %s, found %s".formatted(path, expected, found);
    }
}
