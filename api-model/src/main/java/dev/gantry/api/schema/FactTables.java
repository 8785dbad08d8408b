package dev.gantry.api.schema;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rows of the two fact tables, typed. */
final class FactTables {

    /** A row of {@code fields.tsv}; {@code json} is empty for an inlined struct. */
    record FieldRow(
            String json,
            String shape,
            boolean pointer,
            boolean omitEmpty,
            boolean omitZero,
            int number) {

        FieldRow offTheWire() {
            return new FieldRow(json, shape, pointer, omitEmpty, omitZero, 0);
        }
    }

    /** A row of {@code openapi-patch.tsv}. */
    record MergeRow(
            String mergeKey,
            String patchStrategy,
            String listType,
            List<String> listKeys,
            String mapType,
            @Nullable JsonNode defaultValue) {

        static final MergeRow NONE = new MergeRow("", "", "", List.of(), "", null);
    }

    private FactTables() {}

    static Map<String, List<FieldRow>> fields() {
        Map<String, List<FieldRow>> byType = new LinkedHashMap<>();
        for (String[] row : rows("fields.tsv")) {
            byType.computeIfAbsent(row[0], k -> new ArrayList<>())
                    .add(
                            new FieldRow(
                                    row[7].equals("yes") ? "" : row[2],
                                    row[3],
                                    row[4].equals("yes"),
                                    row[5].equals("yes"),
                                    row[6].equals("yes"),
                                    row[8].isEmpty() ? 0 : Integer.parseInt(row[8])));
        }
        return byType;
    }

    static Map<String, Map<String, MergeRow>> merges() {
        Map<String, Map<String, MergeRow>> byType = new HashMap<>();
        for (String[] row : rows("openapi-patch.tsv")) {
            byType.computeIfAbsent(typeName(row[0]), k -> new HashMap<>())
                    .put(
                            row[1],
                            new MergeRow(
                                    row[2],
                                    row[3],
                                    row[4],
                                    keys(row[5]),
                                    row[6],
                                    row[7].isEmpty()
                                            ? null
                                            : Json.parse(row[7].getBytes(StandardCharsets.UTF_8))));
        }
        return byType;
    }

    /** {@code io.k8s.api.rbac.v1.Role} becomes {@code rbac.authorization.k8s.io/v1.Role}. */
    static String typeName(String openApiName) {
        String[] parts = openApiName.split("\\.");
        String group = parts[parts.length - 3];
        String rest = parts[parts.length - 2] + "." + parts[parts.length - 1];
        return switch (group) {
            case "core", "apps", "batch", "autoscaling", "policy", "meta" -> group + "/" + rest;
            case "rbac" -> "rbac.authorization.k8s.io/" + rest;
            case "flowcontrol" -> "flowcontrol.apiserver.k8s.io/" + rest;
            default -> group + ".k8s.io/" + rest;
        };
    }

    private static List<String> keys(String json) {
        List<String> keys = new ArrayList<>();
        if (!json.isEmpty()) {
            Json.parse(json.getBytes(StandardCharsets.UTF_8))
                    .forEach(key -> keys.add(key.stringValue()));
        }
        return List.copyOf(keys);
    }

    private static List<String[]> rows(String file) {
        try (InputStream in = Catalog.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("fact table " + file + " is not on the class path");
            }
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().skip(1).map(line -> line.split("\t", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
