package dev.gantry.state.document;

import dev.gantry.api.json.Json;
import dev.gantry.api.schema.Field;
import dev.gantry.api.schema.Schema;
import dev.gantry.api.schema.Schemas;
import dev.gantry.testkit.property.Dice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Documents for tests: written down in JSON with single quotes, or rolled from a schema. */
final class Documents {

    static final Schema.Struct CONFIG_MAP = kind("v1", "ConfigMap");
    static final Schema.Struct DEPLOYMENT = kind("apps/v1", "Deployment");
    static final Schema.Struct POD = kind("v1", "Pod");
    static final Schema.Struct SERVICE = kind("v1", "Service");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<Schema.Struct> KINDS =
            List.of(
                    CONFIG_MAP,
                    DEPLOYMENT,
                    POD,
                    SERVICE,
                    kind("v1", "Node"),
                    kind("v1", "Event"),
                    kind("v1", "Secret"),
                    kind("v1", "PersistentVolume"),
                    kind("batch/v1", "CronJob"),
                    kind("networking.k8s.io/v1", "Ingress"),
                    kind("autoscaling/v2", "HorizontalPodAutoscaler"),
                    kind("rbac.authorization.k8s.io/v1", "ClusterRole"),
                    kind("certificates.k8s.io/v1", "CertificateSigningRequest"),
                    kind("coordination.k8s.io/v1", "Lease"),
                    kind("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"),
                    kind("apiextensions.k8s.io/v1", "CustomResourceDefinition"));

    /** A kind and a canonical document of it. */
    record Rolled(Schema.Struct schema, ObjectNode document) {
        @Override
        public String toString() {
            return document.toString();
        }
    }

    private Documents() {}

    static Schema.Struct kind(String apiVersion, String kind) {
        return Schemas.builtIn().ofKind(apiVersion, kind).orElseThrow();
    }

    static ObjectNode json(String text) {
        return (ObjectNode) node(text);
    }

    static JsonNode node(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    static Rolled roll(Dice dice) {
        return roll(dice, dice.oneOf(KINDS));
    }

    static Rolled roll(Dice dice, Schema.Struct schema) {
        ObjectNode document = struct(dice, schema, 0);
        String kind = schema.simpleName();
        String group = schema.name().substring(0, schema.name().length() - kind.length() - 1);
        document.put("kind", kind).put("apiVersion", group.replace("core/", ""));
        ObjectNode metadata = Json.child(document, "metadata");
        metadata.put("name", dice.name());
        metadata.remove(
                List.of(
                        "managedFields",
                        "uid",
                        "resourceVersion",
                        "namespace",
                        "selfLink",
                        "generation",
                        "creationTimestamp"));
        Canonical.apply(document, schema);
        Canonical.stored(document, schema);
        return new Rolled(schema, document);
    }

    private static ObjectNode struct(Dice dice, Schema.Struct schema, int depth) {
        ObjectNode object = Json.object();
        int percent = depth > 6 ? 0 : Math.max(8, 60 - 8 * depth);
        for (Field field : schema.fields().values()) {
            if (dice.chance(percent)) {
                object.set(field.name(), value(dice, field.schema(), depth + 1));
            }
        }
        return object;
    }

    private static JsonNode value(Dice dice, Schema schema, int depth) {
        return switch (schema) {
            case Schema.Struct struct -> struct(dice, struct, depth);
            case Schema.ListOf list -> list(dice, list, depth);
            case Schema.MapOf map -> {
                ObjectNode object = Json.object();
                dice.listOf(0, 2, dice::name)
                        .forEach(key -> object.set(key, value(dice, map.value(), depth)));
                yield object;
            }
            case Schema.Scalar scalar -> scalar(dice, scalar.kind());
            case Schema.Any any -> json("{'free':{'x':1,'y':['a',null,true]}}");
            case Schema.Alternative alternative -> struct(dice, alternative.struct(), depth + 3);
        };
    }

    private static ArrayNode list(Dice dice, Schema.ListOf list, int depth) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        java.util.Set<String> taken = new java.util.HashSet<>();
        for (int i = dice.between(0, 3); i > 0; i--) {
            JsonNode element = value(dice, list.item(), depth);
            if (element instanceof ObjectNode object) {
                list.keys()
                        .forEach(
                                key ->
                                        object.set(
                                                key, value(dice, keyed(list.item(), key), depth)));
            }
            if (list.listType() == Schema.ListType.ATOMIC
                    || taken.add(Steps.element(list, element))) {
                array.add(element);
            }
        }
        return array;
    }

    private static Schema keyed(Schema item, String key) {
        return ((Schema.Struct) item).fields().get(key).schema();
    }

    private static JsonNode scalar(Dice dice, Schema.Kind kind) {
        return switch (kind) {
            case STRING -> NODES.stringNode(dice.name());
            case INT32 -> NODES.numberNode(dice.between(0, 99));
            case INT64 -> NODES.numberNode(dice.between(0, 1_000_000));
            case BOOL -> NODES.booleanNode(dice.chance(50));
            case DOUBLE -> NODES.numberNode(dice.between(1, 9));
            case BYTES -> NODES.stringNode(dice.oneOf("", "AQI=", "aGVsbG8="));
            case QUANTITY ->
                    NODES.stringNode(dice.oneOf("1", "100m", "1000m", "1024Mi", "2Gi", "0"));
            case INT_OR_STRING ->
                    dice.chance(50)
                            ? NODES.numberNode(dice.between(0, 9))
                            : NODES.stringNode("25%");
            case TIME -> NODES.stringNode("2026-01-31T23:59:59Z");
            case MICRO_TIME -> NODES.stringNode("2026-01-31T23:59:59.000001Z");
            case DURATION -> NODES.stringNode("1h0m0s");
        };
    }
}
