package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code metadata.managedFields}: who owns which paths. */
final class Managers {

    static final String APPLY = "Apply";
    static final String UPDATE = "Update";

    /** More updaters than this are folded into one entry, oldest first. */
    static final int MOST_UPDATERS = 10;

    /** What tells entries apart. Appliers keep their entry across versions. */
    record Key(String manager, String operation, String apiVersion, String subresource) {

        static Key applier(String manager, String subresource) {
            return new Key(manager, APPLY, "", subresource);
        }

        static Key updater(String manager, String apiVersion, String subresource) {
            return new Key(manager, UPDATE, apiVersion, subresource);
        }

        boolean isApplier() {
            return operation.equals(APPLY);
        }
    }

    /**
     * @param time as written, empty for none
     */
    record Entry(String apiVersion, String time, FieldSet fields) {

        Entry with(FieldSet others) {
            return new Entry(apiVersion, time, others);
        }

        Entry at(String when) {
            return new Entry(apiVersion, when, fields);
        }
    }

    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    /** Reads entries; those without fields or with an operation nobody knows are left out. */
    static Managers read(@Nullable JsonNode managedFields) {
        Managers managers = new Managers();
        if (managedFields instanceof ArrayNode list) {
            list.forEach(managers::read1);
        }
        return managers;
    }

    private void read1(JsonNode entry) {
        String operation = Json.text(entry, "operation");
        String apiVersion = Json.text(entry, "apiVersion");
        FieldSet fields = FieldSet.fromJson(entry.get("fieldsV1"));
        if (fields.isEmpty() || !operation.equals(APPLY) && !operation.equals(UPDATE)) {
            return;
        }
        Key key =
                new Key(
                        Json.text(entry, "manager"),
                        operation,
                        operation.equals(APPLY) ? "" : apiVersion,
                        Json.text(entry, "subresource"));
        entries.put(key, new Entry(apiVersion, Json.text(entry, "time"), fields));
    }

    /** An empty list, or a single entry with nothing in it, asks to forget all owners. */
    static boolean isReset(@Nullable JsonNode managedFields) {
        if (managedFields == null || !managedFields.isArray() || managedFields.size() > 1) {
            return false;
        }
        if (managedFields.isEmpty()) {
            return true;
        }
        for (JsonNode value : managedFields.get(0)) {
            if (!value.isNull() && !value.asString("x").isEmpty()) {
                return false;
            }
        }
        return true;
    }

    Map<Key, Entry> entries() {
        return entries;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    @Nullable Entry get(Key key) {
        return entries.get(key);
    }

    void put(Key key, Entry entry) {
        if (entry.fields().isEmpty()) {
            entries.remove(key);
        } else {
            entries.put(key, entry);
        }
    }

    /** What anybody owns. */
    FieldSet all() {
        FieldSet all = new FieldSet();
        for (Entry entry : entries.values()) {
            all = all.union(entry.fields());
        }
        return all;
    }

    /** Takes the paths from everybody but one. */
    void takeFromOthers(@Nullable Key except, FieldSet taken) {
        if (taken.isEmpty()) {
            return;
        }
        for (Key key : List.copyOf(entries.keySet())) {
            Entry entry = entries.get(key);
            if (entry != null && !key.equals(except)) {
                put(key, entry.with(entry.fields().minus(taken)));
            }
        }
    }

    /** Folds the oldest updaters of a version into one entry until at most ten are left. */
    void cap() {
        List<Key> updaters =
                new ArrayList<>(entries.keySet().stream().filter(k -> !k.isApplier()).toList());
        updaters.sort(Comparator.comparing((Key k) -> time(k)).thenComparing(Key::manager));
        int count = updaters.size();
        Map<String, Key> firsts = new LinkedHashMap<>();
        for (int i = 0; i < updaters.size() && count > MOST_UPDATERS; i++) {
            Key key = updaters.get(i);
            Key first = firsts.putIfAbsent(key.apiVersion(), key);
            if (first != null) {
                fold(first, key);
                count--;
            }
        }
    }

    private String time(Key key) {
        Entry entry = entries.get(key);
        return entry == null ? "" : entry.time();
    }

    private void fold(Key first, Key later) {
        Key bucket = Key.updater("ancient-changes", first.apiVersion(), "");
        Entry into = entries.containsKey(bucket) ? entries.get(bucket) : entries.remove(first);
        Entry more = later.equals(bucket) ? null : entries.remove(later);
        if (into != null && more != null) {
            entries.put(
                    bucket,
                    new Entry(first.apiVersion(), more.time(), into.fields().union(more.fields())));
        }
    }

    /** As stored: appliers first, then by time, manager, version and subresource. */
    ArrayNode toJson() {
        List<Map.Entry<Key, Entry>> sorted = new ArrayList<>(entries.entrySet());
        sorted.sort(
                Comparator.comparing((Map.Entry<Key, Entry> e) -> e.getKey().operation())
                        .thenComparing(e -> e.getValue().time())
                        .thenComparing(e -> e.getKey().manager())
                        .thenComparing(e -> e.getValue().apiVersion())
                        .thenComparing(e -> e.getKey().subresource()));
        ArrayNode json = Json.MAPPER.createArrayNode();
        sorted.forEach(entry -> json.add(toJson(entry.getKey(), entry.getValue())));
        return json;
    }

    private static ObjectNode toJson(Key key, Entry entry) {
        ObjectNode json = Json.object();
        putIfSet(json, "manager", key.manager());
        json.put("operation", key.operation());
        putIfSet(json, "apiVersion", entry.apiVersion());
        putIfSet(json, "time", entry.time());
        json.put("fieldsType", "FieldsV1").set("fieldsV1", entry.fields().toJson());
        putIfSet(json, "subresource", key.subresource());
        return json;
    }

    private static void putIfSet(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
