package dev.gantry.state.customresource.expression;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.gantry.state.customresource.schema.Structural;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values of documents as expressions see them. Pure. */
final class Values {

    private Values() {}

    /** A value that is of another type than its schema says. */
    static final class Unfit extends RuntimeException {
        Unfit(String message) {
            super(message);
        }
    }

    /**
     * @param schema null where anything goes
     * @throws Unfit when the value is of another type
     */
    static Object of(JsonNode value, @Nullable Structural schema) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> new Properties(value, schema);
            case ARRAY -> list(value, schema);
            case STRING, BINARY -> text(value.asString(), schema);
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> number(value, schema);
            case NULL, MISSING -> NullValue.NULL_VALUE;
        };
    }

    private static Object number(JsonNode value, @Nullable Structural schema) {
        String type = schema == null ? "" : schema.type();
        if (type.equals("number")) {
            return value.doubleValue();
        }
        if (type.equals("integer") && !value.isIntegralNumber()) {
            throw new Unfit("invalid data, expected int, got float64");
        }
        return value.isIntegralNumber() ? (Object) value.longValue() : value.doubleValue();
    }

    private static List<Object> list(JsonNode value, @Nullable Structural schema) {
        List<Object> list = new ArrayList<>(value.size());
        value.forEach(each -> list.add(of(each, schema == null ? null : schema.items())));
        return list;
    }

    private static Object text(String text, @Nullable Structural schema) {
        String format = schema == null ? "" : schema.format();
        return switch (format) {
            case "date-time" -> OffsetDateTime.parse(text).toInstant();
            case "date" -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            case "duration" -> duration(text);
            case "byte" -> CelByteString.of(Base64.getDecoder().decode(text));
            default -> text;
        };
    }

    private static Duration duration(String text) {
        double nanos = 0;
        var part = java.util.regex.Pattern.compile("([0-9.]+)(ns|us|µs|ms|s|m|h)").matcher(text);
        while (part.find()) {
            nanos += Double.parseDouble(part.group(1)) * unit(part.group(2));
        }
        return Duration.ofNanos((long) (text.startsWith("-") ? -nanos : nanos));
    }

    private static double unit(String unit) {
        return switch (unit) {
            case "h" -> 3600e9;
            case "m" -> 60e9;
            case "s" -> 1e9;
            case "ms" -> 1e6;
            case "ns" -> 1;
            default -> 1e3;
        };
    }

    /** An object; a property that is of another type than it should only hurts who looks at it. */
    private static final class Properties extends AbstractMap<String, Object> {

        private final Map<String, JsonNode> byName = new LinkedHashMap<>();
        private final Map<String, Structural> schemas = new LinkedHashMap<>();

        Properties(JsonNode object, @Nullable Structural schema) {
            Structural whole = schema != null && schema.embedded() ? schema.whole() : schema;
            object.properties()
                    .forEach(
                            entry -> {
                                boolean declared =
                                        whole != null
                                                && whole.properties().containsKey(entry.getKey());
                                String name =
                                        declared
                                                ? Identifiers.escaped(entry.getKey())
                                                : entry.getKey();
                                byName.put(name, entry.getValue());
                                Structural property =
                                        whole == null ? null : whole.property(entry.getKey());
                                if (property != null) {
                                    schemas.put(name, property);
                                }
                            });
        }

        @Override
        public boolean containsKey(Object key) {
            return key instanceof String && byName.containsKey(key);
        }

        @Override
        public @Nullable Object get(Object key) {
            JsonNode value = key instanceof String ? byName.get(key) : null;
            return value == null ? null : of(value, schemas.get(key));
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            Map<String, Object> all = new LinkedHashMap<>();
            byName.forEach((name, value) -> all.put(name, of(value, schemas.get(name))));
            return all.entrySet();
        }
    }
}
