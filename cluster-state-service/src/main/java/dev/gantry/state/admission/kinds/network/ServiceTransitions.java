package dev.gantry.state.admission.kinds.network;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a changed Service keeps of what it was given, and what falls away with its type. So clients
 * that know only some fields can change the others. Kubernetes: "Service", "Type values". Pure.
 */
public final class ServiceTransitions {

    private static final String NONE = "None";

    private ServiceTransitions() {}

    /** Brings a changed spec in line with the stored one, in place. */
    static void keep(ObjectNode spec, JsonNode before) {
        allocated(spec, before);
        addressLists(spec, before);
        leftBehind(spec, before);
    }

    /** Whether a Service of this spec has an address of the cluster. */
    public static boolean needsAddress(JsonNode spec) {
        return Set.of("ClusterIP", "NodePort", "LoadBalancer")
                .contains(spec.path("type").asString(""));
    }

    /** Whether its ports are open on nodes. */
    public static boolean needsNodePorts(JsonNode spec) {
        String type = spec.path("type").asString("");
        return type.equals("NodePort")
                || type.equals("LoadBalancer")
                        && spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
    }

    /** Whether a load balancer asks nodes on a port of its own. */
    public static boolean needsHealthPort(JsonNode spec) {
        return spec.path("type").asString("").equals("LoadBalancer")
                && spec.path("externalTrafficPolicy").asString("").equals("Local");
    }

    public static boolean isHeadless(JsonNode spec) {
        return spec.path("clusterIP").asString("").equals(NONE);
    }

    /** What an update leaves out although it is still needed. */
    private static void allocated(ObjectNode spec, JsonNode before) {
        if (needsAddress(before) && needsAddress(spec)) {
            if (isEmpty(spec, "clusterIP")) {
                copy(spec, before, "clusterIP");
            }
            if (spec.path("clusterIPs").isEmpty()
                    && spec.path("clusterIP").equals(before.path("clusterIP"))) {
                copy(spec, before, "clusterIPs");
            }
            families(spec, before);
        }
        if (needsNodePorts(before) && needsNodePorts(spec)) {
            nodePorts(spec.path("ports"), before.path("ports"));
        }
        if (needsHealthPort(before)
                && needsHealthPort(spec)
                && spec.path("healthCheckNodePort").asInt(0) == 0) {
            copy(spec, before, "healthCheckNodePort");
        }
    }

    private static void families(ObjectNode spec, JsonNode before) {
        if (!spec.hasNonNull("ipFamilyPolicy")) {
            copy(spec, before, "ipFamilyPolicy");
        }
        if (spec.path("ipFamilies").isEmpty()) {
            copy(spec, before, "ipFamilies");
        }
    }

    private static void nodePorts(JsonNode ports, JsonNode before) {
        for (JsonNode each : ports) {
            if (each instanceof ObjectNode port && port.path("nodePort").asInt(0) == 0) {
                for (JsonNode old : before) {
                    boolean same =
                            old.path("port").asInt(0) == port.path("port").asInt(0)
                                    && old.path("protocol").equals(port.path("protocol"));
                    int number = old.path("nodePort").asInt(0);
                    if (same && number != 0 && !isUsed(ports, number, port)) {
                        port.put("nodePort", number);
                    }
                }
            }
        }
    }

    private static boolean isUsed(JsonNode ports, int number, ObjectNode except) {
        for (JsonNode each : ports) {
            if (each != except
                    && each.path("nodePort").asInt(0) == number
                    && each.path("protocol").equals(except.path("protocol"))) {
                return true;
            }
        }
        return false;
    }

    /** The single address and the list say the same; a client that knows one changes both. */
    private static void addressLists(ObjectNode spec, JsonNode before) {
        String now = spec.path("clusterIP").asString("");
        String old = before.path("clusterIP").asString("");
        boolean listKept = spec.path("clusterIPs").equals(before.path("clusterIPs"));
        if (now.equals(old)) {
            return;
        }
        if (now.isEmpty()) {
            if (listKept) {
                spec.remove("clusterIPs");
            }
        } else if (listKept || spec.path("clusterIPs").isEmpty()) {
            ArrayNode list = spec.putArray("clusterIPs");
            list.add(now);
        }
    }

    /** What the server gave for a type goes when the type does and the client did not touch it. */
    private static void leftBehind(ObjectNode spec, JsonNode before) {
        if (needsAddress(before) && !needsAddress(spec)) {
            for (String field :
                    List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
                dropIfSame(spec, before, field);
            }
        }
        if (needsNodePorts(before) && !needsNodePorts(spec)) {
            dropNodePorts(spec.path("ports"), before.path("ports"));
        }
        if (needsHealthPort(before) && !needsHealthPort(spec)) {
            dropIfSame(spec, before, "healthCheckNodePort");
        }
        boolean external = isExternal(spec);
        if (isExternal(before) && !external) {
            dropIfSame(spec, before, "externalTrafficPolicy");
        }
        if (!isBalanced(spec) && isBalanced(before)) {
            dropIfSame(spec, before, "allocateLoadBalancerNodePorts");
            dropIfSame(spec, before, "loadBalancerClass");
        }
        if (!needsAddress(spec)) {
            dropIfSame(spec, before, "internalTrafficPolicy");
        }
        if (before.path("type").asString("").equals("ExternalName") && needsAddress(spec)) {
            dropIfSame(spec, before, "externalName");
        }
    }

    private static void dropNodePorts(JsonNode ports, JsonNode before) {
        for (JsonNode each : ports) {
            for (JsonNode old : before) {
                if (each instanceof ObjectNode port
                        && port.path("port").equals(old.path("port"))
                        && port.path("protocol").equals(old.path("protocol"))
                        && port.path("nodePort").equals(old.path("nodePort"))) {
                    port.remove("nodePort");
                }
            }
        }
    }

    private static boolean isBalanced(JsonNode spec) {
        return spec.path("type").asString("").equals("LoadBalancer");
    }

    private static boolean isExternal(JsonNode spec) {
        String type = spec.path("type").asString("");
        return type.equals("NodePort")
                || type.equals("LoadBalancer")
                || type.equals("ClusterIP") && !spec.path("externalIPs").isEmpty();
    }

    private static void dropIfSame(ObjectNode spec, JsonNode before, String field) {
        if (spec.path(field).equals(before.path(field))) {
            spec.remove(field);
        }
    }

    private static boolean isEmpty(JsonNode spec, String field) {
        return spec.path(field).asString("").isEmpty();
    }

    private static void copy(ObjectNode spec, JsonNode before, String field) {
        if (before.has(field)) {
            spec.set(field, before.get(field).deepCopy());
        }
    }
}
