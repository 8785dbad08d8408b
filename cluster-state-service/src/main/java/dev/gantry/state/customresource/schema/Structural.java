package dev.gantry.state.customresource.schema;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Schema.ListType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one place of a custom resource may hold. Immutable, a tree.
 *
 * @param type {@code object}, {@code array}, {@code string}, {@code integer}, {@code number},
 *     {@code boolean}; empty for any
 * @param intOrString an integer or a string
 * @param preservesUnknown undeclared properties are kept
 * @param embedded a whole object with kind, apiVersion and metadata
 * @param additional what undeclared properties hold; null when they are not declared as a map
 * @param allowsAdditional undeclared properties are allowed, whatever they hold
 * @param atomicMap owned as one value
 * @param listKeys of a list that is a map
 * @param defaultValue null for none
 */
public record Structural(
        String type,
        boolean nullable,
        boolean intOrString,
        boolean preservesUnknown,
        boolean embedded,
        Map<String, Structural> properties,
        @Nullable Structural items,
        @Nullable Structural additional,
        boolean allowsAdditional,
        @Nullable JsonNode defaultValue,
        ListType listType,
        List<String> listKeys,
        boolean atomicMap,
        Checks checks,
        List<Rule> rules) {

    /** Whether any place has rules in CEL. */
    public boolean hasRules() {
        return !rules.isEmpty()
                || properties.values().stream().anyMatch(Structural::hasRules)
                || items != null && items.hasRules()
                || additional != null && additional.hasRules();
    }

    /** The same with one property alone. */
    public Structural with(String name, Structural property) {
        return withProperties(Map.of(name, property));
    }

    /** The same as the schema of a whole object: kind, apiVersion and metadata are declared. */
    public Structural whole() {
        Map<String, Structural> all = new LinkedHashMap<>(properties);
        Structural text = StructuralReader.read(Json.object().put("type", "string"));
        Structural object = StructuralReader.read(Json.object().put("type", "object"));
        all.put("apiVersion", text);
        all.put("kind", text);
        Map<String, Structural> names = Map.of("name", text, "generateName", text);
        all.put("metadata", object.withProperties(names));
        return withProperties(all);
    }

    private Structural withProperties(Map<String, Structural> others) {
        return new Structural(
                type,
                nullable,
                intOrString,
                preservesUnknown,
                embedded,
                others,
                items,
                additional,
                allowsAdditional,
                defaultValue,
                listType,
                listKeys,
                atomicMap,
                checks,
                rules);
    }

    /** What texts and numbers look like; empty for anything. */
    public String format() {
        return checks.format();
    }

    /** The schema of a property, declared or not; null when there is none. */
    public @Nullable Structural property(String name) {
        Structural declared = properties.get(name);
        return declared == null ? additional : declared;
    }

    /** Bounds of a number. */
    record Range(
            @Nullable BigDecimal minimum,
            boolean aboveMinimum,
            @Nullable BigDecimal maximum,
            boolean belowMaximum,
            @Nullable BigDecimal multipleOf) {}

    /** Bounds of a count, null for none. */
    record Count(@Nullable Long least, @Nullable Long most) {}

    /**
     * What is asked of the value beyond its type.
     *
     * @param pattern null for none
     */
    record Checks(
            List<String> required,
            List<JsonNode> choice,
            @Nullable Pattern pattern,
            String format,
            Range range,
            Count length,
            Count items,
            Count properties,
            List<Structural> allOf,
            List<Structural> anyOf,
            List<Structural> oneOf,
            @Nullable Structural not) {}

    /**
     * One of {@code x-kubernetes-validations}.
     *
     * @param fieldPath empty for the place itself
     * @param optionalOldSelf whether the rule also judges what is new
     */
    public record Rule(
            String rule,
            String message,
            String messageExpression,
            String reason,
            String fieldPath,
            boolean optionalOldSelf) {}
}
