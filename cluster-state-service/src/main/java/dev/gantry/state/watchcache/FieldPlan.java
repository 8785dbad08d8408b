package dev.gantry.state.watchcache;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ObjectKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which fields of a type are selected by, where they stand in a stored document, and what an absent
 * one counts as. Kubernetes: "Field Selectors", and the field label conversions of each kind.
 *
 * @param names of the fields, in the order of {@code sources}
 * @param sources for each field the paths tried in turn
 * @param paths all of them
 */
record FieldPlan(List<String> names, List<List<String>> sources, Set<String> paths) {

    private static final Set<String> EVENTS = Set.of("events", "events.events.k8s.io");
    private static final Set<String> FALSE_WHEN_ABSENT =
            Set.of("spec.hostNetwork", "spec.unschedulable");
    private static final Set<String> ZERO_WHEN_ABSENT =
            Set.of("status.successful", "status.replicas");

    /** Of a type of the built-in catalog, all its versions together; events go by two names. */
    static FieldPlan builtIn(String groupResource) {
        Catalog catalog = Catalog.builtIn();
        Set<String> wanted = EVENTS.contains(groupResource) ? EVENTS : Set.of(groupResource);
        Set<String> fields = new TreeSet<>(Set.of("metadata.name", "metadata.namespace"));
        catalog.types().stream()
                .filter(type -> wanted.contains(type.groupResource()))
                .forEach(type -> fields.addAll(catalog.selectableFields(type)));
        return of(fields);
    }

    static FieldPlan of(Collection<String> fields) {
        List<String> names = List.copyOf(fields);
        List<List<String>> sources = names.stream().map(FieldPlan::sourcesOf).toList();
        Set<String> paths = new TreeSet<>();
        sources.forEach(paths::addAll);
        return new FieldPlan(names, sources, paths);
    }

    private static List<String> sourcesOf(String field) {
        return switch (field) {
            case "metadata.name", "metadata.namespace", "status.podIPs" -> List.of();
            case "status.successful" -> List.of("status.succeeded");
            case "source" ->
                    List.of(
                            "source.component",
                            "deprecatedSource.component",
                            "reportingComponent",
                            "reportingController");
            case "reportingComponent", "reportingController" ->
                    List.of("reportingComponent", "reportingController");
            default -> bothNames(field);
        };
    }

    private static List<String> bothNames(String field) {
        for (String prefix : List.of("involvedObject.", "regarding.")) {
            if (field.startsWith(prefix)) {
                String rest = field.substring(prefix.length());
                return List.of("involvedObject." + rest, "regarding." + rest);
            }
        }
        return List.of(field);
    }

    /** The fields of an object, from the texts found at the paths. */
    Map<String, String> select(ObjectKey key, Map<String, String> found) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            fields.put(
                    name,
                    switch (name) {
                        case "metadata.name" -> key.name();
                        case "metadata.namespace" -> key.namespace();
                        default -> first(sources.get(i), found, zero(name));
                    });
        }
        return Map.copyOf(fields);
    }

    private static String first(List<String> paths, Map<String, String> found, String zero) {
        for (String path : paths) {
            String text = found.getOrDefault(path, "");
            if (!text.isEmpty()) {
                return text;
            }
        }
        return zero;
    }

    private static String zero(String name) {
        if (FALSE_WHEN_ABSENT.contains(name)) {
            return "false";
        }
        return ZERO_WHEN_ABSENT.contains(name) ? "0" : "";
    }

    /** Whether some wanted path begins with this one. */
    boolean passes(String path) {
        for (String wanted : paths) {
            if (wanted.startsWith(path) && wanted.length() > path.length()) {
                if (wanted.charAt(path.length()) == '.') {
                    return true;
                }
            }
        }
        return false;
    }
}
