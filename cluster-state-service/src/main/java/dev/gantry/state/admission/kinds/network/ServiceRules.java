package dev.gantry.state.admission.kinds.network;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Service; addresses and node ports are handed out elsewhere. Kubernetes: "Service". */
public final class ServiceRules extends ObjectRules {

    private static final int AFFINITY_SECONDS = 10_800;

    public ServiceRules(ResourceType type) {
        super(type);
    }

    @Override
    protected NameRule names() {
        return Names.DNS_LABEL;
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        empty(spec, "sessionAffinity", "None");
        affinity(spec);
        empty(spec, "type", "ClusterIP");
        spec.path("ports").forEach(ServiceRules::port);
        String type = spec.path("type").asString("");
        boolean external = type.equals("NodePort") || type.equals("LoadBalancer");
        if (external) {
            empty(spec, "externalTrafficPolicy", "Cluster");
        }
        if (external || type.equals("ClusterIP")) {
            absent(spec, "internalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            absent(spec, "allocateLoadBalancerNodePorts", true);
        }
        for (JsonNode ingress : object.path("status").path("loadBalancer").path("ingress")) {
            if (ingress instanceof ObjectNode point && !point.path("ip").asString("").isEmpty()) {
                absent(point, "ipMode", "VIP");
            }
        }
    }

    private static void affinity(ObjectNode spec) {
        String affinity = spec.path("sessionAffinity").asString("");
        if (affinity.equals("None")) {
            spec.remove("sessionAffinityConfig");
        } else if (affinity.equals("ClientIP")) {
            ObjectNode client = Json.child(Json.child(spec, "sessionAffinityConfig"), "clientIP");
            absent(client, "timeoutSeconds", AFFINITY_SECONDS);
        }
    }

    private static void port(JsonNode node) {
        if (node instanceof ObjectNode port) {
            empty(port, "protocol", "TCP");
            JsonNode target = port.path("targetPort");
            boolean unset =
                    target.isMissingNode()
                            || target.isNull()
                            || target.isNumber() && target.asInt() == 0
                            || target.isString() && target.stringValue().isEmpty();
            if (unset) {
                port.put("targetPort", port.path("port").asInt(0));
            }
        }
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        super.prepareForCreate(object);
        ObjectNode spec = spec(object);
        String address = spec.path("clusterIP").asString("");
        if (!address.isEmpty() && spec.path("clusterIPs").isEmpty()) {
            spec.putArray("clusterIPs").add(address);
        }
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForUpdate(object, stored);
        ServiceTransitions.keep(spec(object), stored.path("spec"));
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        ServiceSpecRules.check(object.at("spec"));
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        Place spec = object.at("spec");
        JsonNode before = stored.path("spec");
        addresses(spec, before);
        String loadBalancer = before.path("loadBalancerClass").asString("");
        boolean balanced =
                before.path("type").asString("").equals("LoadBalancer")
                        && spec.at("type").text().equals("LoadBalancer");
        if (balanced && !loadBalancer.equals(spec.at("loadBalancerClass").text())) {
            spec.at("loadBalancerClass").invalid("may not change once set");
        }
        ServiceSpecRules.check(spec);
    }

    /** An address that was given stays while the Service needs one. */
    private static void addresses(Place spec, JsonNode before) {
        boolean both =
                ServiceTransitions.needsAddress(before)
                        && ServiceTransitions.needsAddress(spec.node());
        String old = before.path("clusterIP").asString("");
        if (!both || old.isEmpty()) {
            return;
        }
        Place first = spec.at("clusterIPs").item(0);
        if (spec.at("clusterIP").empty()) {
            first.invalid("primary clusterIP can not be unset");
        } else if (!spec.at("clusterIP").text().equals(old)) {
            first.invalid("may not change once set");
        }
        JsonNode family = before.path("ipFamilies").path(0);
        if (!family.isMissingNode()
                && !spec.at("ipFamilies").empty()
                && !spec.at("ipFamilies").item(0).text().equals(family.asString(""))) {
            spec.at("ipFamilies").item(0).invalid("may not change once set");
        }
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        List<String> warnings = new ArrayList<>();
        JsonNode spec = object.path("spec");
        if (!spec.path("externalIPs").isEmpty()
                && spec.path("type").asString("").equals("ExternalName")) {
            warnings.add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
        }
        if (!spec.path("externalName").asString("").isEmpty()
                && !spec.path("type").asString("").equals("ExternalName")) {
            warnings.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
        }
        return warnings;
    }
}
