package dev.gantry.state.admission.kinds.core;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** ConfigMap. Kubernetes: "ConfigMaps". */
public final class ConfigMapRules extends ObjectRules {

    static final int MOST_BYTES = 1024 * 1024;

    public ConfigMapRules(ResourceType type) {
        super(type);
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        long bytes = 0;
        Place binary = object.at("binaryData");
        for (Map.Entry<String, Place> each : object.at("data").entries()) {
            key(each);
            if (binary.node().has(each.getKey())) {
                tell(each, "duplicate of key present in binaryData");
            }
            bytes += each.getValue().text().getBytes(StandardCharsets.UTF_8).length;
        }
        for (Map.Entry<String, Place> each : binary.entries()) {
            key(each);
            bytes += decodedLength(each.getValue().text());
        }
        if (bytes > MOST_BYTES) {
            object.named("[]").tooLong(MOST_BYTES);
        }
    }

    /** The bytes behind a base64 text. */
    static long decodedLength(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4L * 3 - padding;
    }

    /** The name of an entry. */
    static void key(Map.Entry<String, Place> entry) {
        Names.CONFIG_KEY.problems(entry.getKey()).forEach(p -> tell(entry, p));
    }

    private static void tell(Map.Entry<String, Place> entry, String why) {
        Place at = entry.getValue();
        at.problems().invalid(at.path(), entry.getKey(), why);
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        frozen(object, stored, "data", "binaryData");
        check(object);
    }

    /** What is immutable stays so, and so do its entries. */
    static void frozen(Place object, ObjectNode stored, String... fields) {
        if (!stored.path("immutable").asBoolean(false)) {
            return;
        }
        String why = "field is immutable when `immutable` is set";
        if (!object.at("immutable").flag()) {
            object.at("immutable").forbidden(why);
        }
        for (String field : fields) {
            boolean same = Same.value(object.at(field).node(), stored.path(field));
            if (!same) {
                object.at(field).forbidden(why);
            }
        }
    }
}
