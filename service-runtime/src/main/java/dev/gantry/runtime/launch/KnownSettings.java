package dev.gantry.runtime.launch;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of all settings that records declare. A name that ends in {@code .*} stands for a map
 * whose keys are free.
 */
final class KnownSettings {

    private final Set<String> names = new TreeSet<>();

    /** Adds what a settings record declares, nested records included. */
    void add(String prefix, Class<?> settings) {
        if (!settings.isRecord()) {
            return;
        }
        for (RecordComponent component : settings.getRecordComponents()) {
            add(prefix + "." + dashed(component.getName()), component.getGenericType());
        }
    }

    private void add(String name, Type type) {
        Class<?> raw =
                type instanceof ParameterizedType p
                        ? (Class<?>) p.getRawType()
                        : type instanceof Class<?> c ? c : Object.class;
        if (raw.isRecord()) {
            add(name, raw);
        } else if (Map.class.isAssignableFrom(raw)) {
            names.add(name + ".*");
        } else if (Collection.class.isAssignableFrom(raw) && element(type).isRecord()) {
            add(name, element(type));
        } else {
            names.add(name);
        }
    }

    private static Class<?> element(Type type) {
        return type instanceof ParameterizedType p
                        && p.getActualTypeArguments()[0] instanceof Class<?> c
                ? c
                : Object.class;
    }

    /**
     * @param name in canonical form, without indexes: {@code gantry.node.names}
     */
    boolean has(String name) {
        return names.stream()
                .anyMatch(
                        known ->
                                known.endsWith(".*")
                                        ? name.startsWith(known.substring(0, known.length() - 1))
                                        : uniform(known).equals(uniform(name)));
    }

    /** The known name that takes the fewest edits. O(names). */
    String nearest(String name) {
        String best = "";
        int fewest = Integer.MAX_VALUE;
        for (String known : names) {
            int edits = edits(uniform(known), uniform(name));
            if (edits < fewest) {
                fewest = edits;
                best = known;
            }
        }
        return best;
    }

    /** Levenshtein's distance, by rows. */
    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }

    private static String uniform(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static String dashed(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
