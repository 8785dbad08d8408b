package dev.gantry.state.admission.kinds.pod;

import dev.gantry.api.quantity.Quantity;
import dev.gantry.state.admission.validation.Quantities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What is accepted in a pod's spec but surely not meant. Pure. */
public final class PodWarnings {

    private static final Map<String, String> RENAMED_LABELS =
            Map.of(
                    "beta.kubernetes.io/arch",
                            "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
                    "beta.kubernetes.io/os",
                            "deprecated since v1.14; use \"kubernetes.io/os\" instead",
                    "failure-domain.beta.kubernetes.io/region",
                            "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
                    "failure-domain.beta.kubernetes.io/zone",
                            "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
                    "beta.kubernetes.io/instance-type",
                            "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead");
    private static final Map<String, String> OLD_VOLUMES =
            Map.of(
                    "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+",
                    "glusterfs", "deprecated in v1.25, non-functional in v1.26+",
                    "rbd", "deprecated in v1.28, non-functional in v1.31+",
                    "cephfs", "deprecated in v1.28, non-functional in v1.31+",
                    "scaleIO", "deprecated in v1.16, non-functional in v1.22+",
                    "flocker", "deprecated in v1.22, non-functional in v1.25+",
                    "quobyte", "deprecated in v1.22, non-functional in v1.25+",
                    "storageos", "deprecated in v1.22, non-functional in v1.25+",
                    "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+");

    private PodWarnings() {}

    /** The warnings of a spec at a place, such as {@code spec.template}; empty for a pod itself. */
    public static List<String> of(String place, JsonNode metadata, JsonNode spec) {
        String at = place.isEmpty() ? "spec" : place + ".spec";
        List<String> warnings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> label : spec.path("nodeSelector").properties()) {
            String old = RENAMED_LABELS.get(label.getKey());
            if (old != null) {
                warnings.add("%s.nodeSelector[%s]: %s".formatted(at, label.getKey(), old));
            }
        }
        emptyNames(spec.path("imagePullSecrets"), at + ".imagePullSecrets", warnings);
        volumes(spec.path("volumes"), at, warnings);
        if (spec.path("terminationGracePeriodSeconds").asLong(0) < 0) {
            warnings.add(
                    at
                            + ".terminationGracePeriodSeconds: must be >= 0; negative values are"
                            + " invalid and will be treated as 1");
        }
        for (String list : List.of("initContainers", "containers")) {
            for (int i = 0; i < spec.path(list).size(); i++) {
                String path = "%s.%s[%d]".formatted(at, list, i);
                container(spec.path(list).get(i), path, warnings);
            }
        }
        return warnings;
    }

    private static void emptyNames(JsonNode refs, String path, List<String> warnings) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < refs.size(); i++) {
            String name = refs.get(i).path("name").asString("");
            if (name.isEmpty()) {
                warnings.add("%s[%d].name: invalid empty name \"\"".formatted(path, i));
            } else if (seen.put(name, i) != null) {
                warnings.add("%s[%d].name: duplicate name \"%s\"".formatted(path, i, name));
            }
        }
    }

    private static void volumes(JsonNode volumes, String at, List<String> warnings) {
        for (int i = 0; i < volumes.size(); i++) {
            for (Map.Entry<String, JsonNode> field : volumes.get(i).properties()) {
                String old = OLD_VOLUMES.get(field.getKey());
                if (old != null) {
                    warnings.add("%s.volumes[%d].%s: %s".formatted(at, i, field.getKey(), old));
                }
            }
        }
    }

    private static void container(JsonNode container, String path, List<String> warnings) {
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < container.path("env").size(); i++) {
            String name = container.path("env").get(i).path("name").asString("");
            Integer before = names.put(name, i);
            if (before != null) {
                warnings.add(
                        "%s.env[%d]: hides previous definition of \"%s\", which may be dropped when using apply"
                                .formatted(path, i, name));
            }
        }
        for (String side : List.of("limits", "requests")) {
            JsonNode memory = container.path("resources").path(side).path("memory");
            Quantity bytes = Quantities.of(memory);
            if (bytes.value().stripTrailingZeros().scale() > 0) {
                warnings.add(
                        "%s.resources.%s[memory]: fractional byte value \"%s\" is invalid, must be an integer"
                                .formatted(path, side, memory.asString("")));
            }
        }
        ports(container.path("ports"), path, warnings);
    }

    private static void ports(JsonNode ports, String path, List<String> warnings) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String key =
                    port.path("containerPort").asInt(0)
                            + "/"
                            + port.path("protocol").asString("")
                            + "/"
                            + port.path("hostPort").asInt(0)
                            + "/"
                            + port.path("hostIP").asString("");
            Integer before = seen.putIfAbsent(key, i);
            if (before != null) {
                warnings.add(
                        "%s.ports[%d]: duplicate port definition with %s.ports[%d]"
                                .formatted(path, i, path, before));
            }
        }
    }
}
