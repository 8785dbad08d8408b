package dev.gantry.client.informer;

import dev.gantry.client.informer.Document.Name;
import dev.gantry.client.informer.InformerFactory.Indexer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names by index value. Not safe for concurrent use: the copy's lock guards it. */
final class Index<T> {

    private final Indexer<T> indexer;
    private final Map<String, Set<Name>> byValue = new HashMap<>();
    private final Map<Name, Collection<String>> values = new HashMap<>();

    Index(Indexer<T> indexer) {
        this.indexer = indexer;
    }

    void put(Name name, T object) {
        List<String> now = List.copyOf(indexer.apply(object));
        if (now.equals(values.get(name))) {
            return;
        }
        remove(name);
        if (!now.isEmpty()) {
            values.put(name, now);
            now.forEach(v -> byValue.computeIfAbsent(v, x -> new LinkedHashSet<>()).add(name));
        }
    }

    void remove(Name name) {
        Collection<String> before = values.remove(name);
        if (before != null) {
            for (String value : before) {
                Set<Name> names = byValue.get(value);
                if (names != null && names.remove(name) && names.isEmpty()) {
                    byValue.remove(value);
                }
            }
        }
    }

    void clear() {
        byValue.clear();
        values.clear();
    }

    Set<Name> names(String value) {
        return byValue.getOrDefault(value, Set.of());
    }
}
