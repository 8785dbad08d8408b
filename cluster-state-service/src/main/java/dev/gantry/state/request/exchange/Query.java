package dev.gantry.state.request.exchange;

import dev.gantry.api.status.ApiError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of a request. Unknown ones are ignored; of repeated ones the first counts. */
public final class Query {

    public static final Query NONE = new Query(Map.of());

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Splits the raw query.
     *
     * @throws dev.gantry.api.status.ApiException 400 when a percent escape is broken
     */
    public static Query parse(String raw) {
        if (raw.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            values.computeIfAbsent(name, k -> new ArrayList<>()).add(value);
        }
        return new Query(values);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest("invalid URL escape in query: \"" + text + "\"").exception();
        }
    }

    /** Empty when absent. */
    public String text(String name) {
        List<String> all = values.get(name);
        return all == null ? "" : all.get(0);
    }

    /** Whether the option was given, even if empty. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** False when absent, {@code 0} or {@code false}; everything else is true. */
    public boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        String value = text(name).toLowerCase(Locale.ROOT);
        return !value.equals("0") && !value.equals("false");
    }

    /**
     * Null when absent or empty.
     *
     * @throws dev.gantry.api.status.ApiException 400 when it is no number
     */
    public @Nullable Long number(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            return null;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw ApiError.badRequest(
                            "strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(value))
                    .exception();
        }
    }
}
