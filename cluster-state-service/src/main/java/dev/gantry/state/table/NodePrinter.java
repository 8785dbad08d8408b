package dev.gantry.state.table;

import dev.gantry.api.json.Json;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Nodes: readiness, roles by label, versions and addresses. */
final class NodePrinter {

    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";

    private NodePrinter() {}

    static List<Object> cells(Printed node) {
        return List.of(
                node.name(),
                status(node),
                roles(node),
                node.age(),
                node.text("status", "nodeInfo", "kubeletVersion"),
                address(node, "InternalIP"),
                address(node, "ExternalIP"),
                node.textOr(Printed.UNKNOWN, "status", "nodeInfo", "osImage"),
                kernel(node),
                node.textOr(Printed.UNKNOWN, "status", "nodeInfo", "containerRuntimeVersion"));
    }

    private static String status(Printed node) {
        String ready =
                switch (node.condition("Ready")) {
                    case "" -> "Unknown";
                    case "True" -> "Ready";
                    default -> "NotReady";
                };
        return node.flag("spec", "unschedulable") ? ready + ",SchedulingDisabled" : ready;
    }

    private static String roles(Printed node) {
        TreeSet<String> roles = new TreeSet<>();
        for (var label : node.at("metadata", "labels").properties()) {
            if (label.getKey().startsWith(ROLE_PREFIX)) {
                roles.add(label.getKey().substring(ROLE_PREFIX.length()));
            } else if (label.getKey().equals("kubernetes.io/role")) {
                roles.add(label.getValue().asString(""));
            }
        }
        roles.remove("");
        return roles.isEmpty() ? Printed.NONE : String.join(",", roles);
    }

    private static String kernel(Printed node) {
        String kernel = node.text("status", "nodeInfo", "kernelVersion");
        String architecture = node.text("status", "nodeInfo", "architecture");
        if (kernel.isEmpty()) {
            return Printed.UNKNOWN;
        }
        return architecture.isEmpty() ? kernel : kernel + " (" + architecture + ")";
    }

    private static String address(Printed node, String type) {
        for (JsonNode address : node.at("status", "addresses")) {
            if (Json.text(address, "type").equals(type)) {
                return Json.text(address, "address");
            }
        }
        return Printed.NONE;
    }
}
