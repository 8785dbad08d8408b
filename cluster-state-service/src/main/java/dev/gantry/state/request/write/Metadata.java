package dev.gantry.state.request.write;

import dev.gantry.api.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and writing {@code metadata} of a document. */
public final class Metadata {

    private Metadata() {}

    public static ObjectNode of(ObjectNode object) {
        return Json.child(object, "metadata");
    }

    public static String name(JsonNode object) {
        return Json.text(object, "metadata", "name");
    }

    public static String namespace(JsonNode object) {
        return Json.text(object, "metadata", "namespace");
    }

    public static String uid(JsonNode object) {
        return Json.text(object, "metadata", "uid");
    }

    public static String resourceVersion(JsonNode object) {
        return Json.text(object, "metadata", "resourceVersion");
    }

    public static boolean deleting(JsonNode object) {
        return !Json.text(object, "metadata", "deletionTimestamp").isEmpty();
    }

    /** Null when the object is not being deleted or was never granted any. */
    static @Nullable Long deletionGraceSeconds(JsonNode object) {
        JsonNode seconds = Json.at(object, "metadata", "deletionGracePeriodSeconds");
        return seconds.isNumber() ? seconds.asLong() : null;
    }

    static List<String> finalizers(JsonNode object) {
        return Json.texts(Json.at(object, "metadata", "finalizers"));
    }

    static void setFinalizers(ObjectNode object, List<String> finalizers) {
        if (finalizers.isEmpty()) {
            of(object).remove("finalizers");
        } else {
            ArrayNode array = of(object).putArray("finalizers");
            finalizers.forEach(array::add);
        }
    }

    static long generation(JsonNode object) {
        return Json.at(object, "metadata", "generation").asLong(0);
    }

    /** As timestamps of metadata are written: whole seconds, UTC. */
    public static String timestamp(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Takes a field of metadata over from another document, its absence included. */
    static void copy(ObjectNode from, ObjectNode to, String field) {
        JsonNode value = Json.at(from, "metadata", field);
        if (value.isMissingNode()) {
            of(to).remove(field);
        } else {
            of(to).set(field, value);
        }
    }
}
