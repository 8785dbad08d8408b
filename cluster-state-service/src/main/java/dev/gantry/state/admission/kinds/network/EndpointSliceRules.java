package dev.gantry.state.admission.kinds.network;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Addresses;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** EndpointSlice. Kubernetes: "EndpointSlices". */
public final class EndpointSliceRules extends ObjectRules {

    private static final int MOST_ENDPOINTS = 1000;
    private static final int MOST_ADDRESSES = 100;
    private static final int MOST_PORTS = 20_000;
    private static final int MOST_ZONES = 8;
    private static final Set<String> TYPES = Set.of("FQDN", "IPv4", "IPv6");

    public EndpointSliceRules(ResourceType type) {
        super(type);
    }

    @Override
    protected boolean tellsMetadataTwice() {
        return false;
    }

    @Override
    public void defaults(ObjectNode object) {
        for (JsonNode node : object.path("ports")) {
            if (node instanceof ObjectNode port) {
                absent(port, "name", "");
                absent(port, "protocol", "TCP");
            }
        }
    }

    /** Labels count as content here: they say whose endpoints these are. */
    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode stored) {
        ObjectNode metadata = Json.child(object, "metadata");
        JsonNode before = stored.path("metadata");
        if (!Same.value(metadata.path("labels"), before.path("labels"))) {
            metadata.put("generation", before.path("generation").asLong(0) + 1);
        }
    }

    @Override
    protected void check(Place object) {
        Place type = object.at("addressType");
        type.requireOneOf(TYPES);
        Place endpoints = object.at("endpoints");
        if (endpoints.node().size() > MOST_ENDPOINTS) {
            endpoints.tooMany(MOST_ENDPOINTS);
            return;
        }
        endpoints.items().forEach(e -> endpoint(e, type.text()));
        ports(object.at("ports"));
    }

    private static void endpoint(Place endpoint, String type) {
        Place addresses = endpoint.at("addresses");
        if (addresses.empty()) {
            addresses.required("must contain at least 1 address");
        } else if (addresses.node().size() > MOST_ADDRESSES) {
            addresses.tooMany(MOST_ADDRESSES);
        }
        addresses.items().forEach(a -> address(a, type));
        if (!endpoint.at("nodeName").empty()) {
            endpoint.at("nodeName").check(Names.DNS_SUBDOMAIN);
        }
        if (!endpoint.at("hostname").empty()) {
            endpoint.at("hostname").check(Names.DNS_LABEL);
        }
        hints(endpoint.at("hints").at("forZones"));
        hints(endpoint.at("hints").at("forNodes"));
    }

    private static void address(Place address, String type) {
        boolean six = Addresses.isSix(address.text());
        switch (type) {
            case "IPv4", "IPv6" -> {
                if (Addresses.parse(address.text()) == null || six != type.equals("IPv6")) {
                    address.invalid(
                            type.equals("IPv6")
                                    ? "must be a valid IPv6 address"
                                    : "must be a valid IPv4 address");
                } else {
                    EndpointsRules.ordinary(address);
                }
            }
            case "FQDN" -> address.check(Names.FULLY_QUALIFIED);
            default -> {}
        }
    }

    private static void hints(Place hints) {
        if (hints.node().size() > MOST_ZONES) {
            hints.tooMany(MOST_ZONES);
        }
        for (Place hint : hints.items()) {
            hint.at("name").requireText(Names.LABEL_VALUE);
        }
        hints.noDuplicates("name");
    }

    private static void ports(Place ports) {
        if (ports.node().size() > MOST_PORTS) {
            ports.tooMany(MOST_PORTS);
            return;
        }
        Set<String> names = new HashSet<>();
        for (Place port : ports.items()) {
            Place name = port.at("name");
            if (!name.empty()) {
                name.check(Names.DNS_LABEL);
            }
            if (!names.add(name.text())) {
                name.duplicate();
            }
            if (port.at("port").present()) {
                port.at("port").between(1, 65535);
            }
            port.at("protocol").requireOneOf(ServiceSpecRules.PROTOCOLS);
            if (port.at("appProtocol").present()) {
                port.at("appProtocol").check(Names.QUALIFIED_NAME);
            }
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        object.at("addressType").unchanged(stored.path("addressType"));
        check(object);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return List.of();
    }
}
