package dev.gantry.state.admission.kinds.core;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.ResourceRules;
import dev.gantry.state.admission.validation.Addresses;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Node. A new node brings its status along. Kubernetes: "Nodes", "Taints and Tolerations". */
public final class NodeRules extends ObjectRules {

    private static final Set<String> EFFECTS =
            Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    public NodeRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        if (object.get("status") instanceof ObjectNode status
                && !status.hasNonNull("allocatable")
                && status.hasNonNull("capacity")) {
            status.set("allocatable", status.get("capacity").deepCopy());
        }
        podRanges(spec(object));
    }

    /** The single range and the list say the same; the single one wins. */
    private static void podRanges(ObjectNode spec) {
        String single = spec.path("podCIDR").asString("");
        JsonNode list = spec.path("podCIDRs");
        if (!single.isEmpty() && !single.equals(list.path(0).asString(""))) {
            spec.putArray("podCIDRs").add(single);
        } else if (single.isEmpty() && !list.isEmpty()) {
            spec.put("podCIDR", list.path(0).asString(""));
        }
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        Json.child(object, "status");
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        taints(spec.at("taints"));
        for (Place range : spec.at("podCIDRs").items()) {
            range.check(Addresses.CIDR);
        }
        resources(object.at("status"));
    }

    private static void taints(Place taints) {
        Set<String> seen = new HashSet<>();
        for (Place at : taints.items()) {
            Place taint = at.named(at.path().replace("spec.", "metadata."));
            taint.at("key").check(Names.QUALIFIED_NAME);
            taint.at("value").check(Names.LABEL_VALUE);
            if (taint.at("effect").empty()) {
                taint.at("effect").required("");
            } else {
                taint.at("effect").oneOf(EFFECTS);
            }
            if (!seen.add(taint.at("key").text() + ":" + taint.at("effect").text())) {
                taint.duplicate();
            }
        }
    }

    private static void resources(Place status) {
        for (String list : List.of("capacity", "allocatable")) {
            status.at(list)
                    .entries()
                    .forEach(e -> ResourceRules.quantity(e.getKey(), e.getValue()));
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        Place spec = object.at("spec");
        taints(spec.at("taints"));
        JsonNode before = stored.path("spec");
        if (!before.path("podCIDRs").isEmpty()
                && !Same.value(spec.at("podCIDRs").node(), before.path("podCIDRs"))) {
            spec.at("podCIDRs")
                    .forbidden("node updates may not change podCIDR except from \"\" to valid");
        }
        String provider = before.path("providerID").asString("");
        if (!provider.isEmpty() && !spec.at("providerID").text().equals(provider)) {
            spec.at("providerID")
                    .forbidden("node updates may not change providerID except from \"\" to valid");
        }
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        Place status = object.at("status");
        resources(status);
        Set<String> seen = new HashSet<>();
        for (Place address : status.at("addresses").items()) {
            if (!seen.add(address.at("type").text() + " " + address.at("address").text())) {
                address.duplicate();
            }
        }
    }
}
