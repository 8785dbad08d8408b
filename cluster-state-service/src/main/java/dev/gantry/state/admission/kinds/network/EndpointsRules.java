package dev.gantry.state.admission.kinds.network;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Addresses;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Endpoints, what EndpointSlices replace. Kubernetes: reference of Endpoints. */
public final class EndpointsRules extends ObjectRules {

    public EndpointsRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        for (JsonNode subset : object.path("subsets")) {
            for (JsonNode port : subset.path("ports")) {
                if (port instanceof ObjectNode each) {
                    empty(each, "protocol", "TCP");
                }
            }
        }
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        for (Place subset : object.at("subsets").items()) {
            if (subset.at("addresses").empty() && subset.at("notReadyAddresses").empty()) {
                subset.required("must specify `addresses` or `notReadyAddresses`");
            }
            for (String list : List.of("addresses", "notReadyAddresses")) {
                subset.at(list).items().forEach(EndpointsRules::address);
            }
            boolean named = subset.at("ports").node().size() > 1;
            subset.at("ports").items().forEach(p -> port(p, named));
        }
    }

    private static void address(Place address) {
        Place ip = address.at("ip");
        ip.check(Addresses.IP);
        if (!address.at("hostname").empty()) {
            address.at("hostname").check(Names.DNS_LABEL);
        }
        if (!address.at("nodeName").empty()) {
            address.at("nodeName").check(Names.DNS_SUBDOMAIN);
        }
        ordinary(ip);
    }

    /** An address that a packet from elsewhere can reach. */
    static void ordinary(Place ip) {
        byte[] bytes = Addresses.parse(ip.text());
        if (bytes == null) {
            return;
        }
        if (ip.text().equals("0.0.0.0") || ip.text().equals("::")) {
            ip.invalid("may not be unspecified (0.0.0.0 or ::)");
        }
        within(
                ip,
                bytes,
                List.of("127.0.0.0/8", "::1/128"),
                "loopback range (127.0.0.0/8, ::1/128)");
        within(
                ip,
                bytes,
                List.of("169.254.0.0/16", "fe80::/10"),
                "link-local range (169.254.0.0/16, fe80::/10)");
        within(
                ip,
                bytes,
                List.of("224.0.0.0/24", "ff02::/16"),
                "link-local multicast range (224.0.0.0/24, ff02::/10)");
    }

    private static void within(Place ip, byte[] bytes, List<String> ranges, String what) {
        for (String text : ranges) {
            Addresses.Range range = Addresses.Range.parse(text);
            if (range != null && range.contains(bytes)) {
                ip.invalid("may not be in the " + what);
            }
        }
    }

    private static void port(Place port, boolean named) {
        Place name = port.at("name");
        if (named && name.empty()) {
            name.required("");
        } else if (!name.empty()) {
            name.check(Names.DNS_LABEL);
        }
        if (port.at("port").number() < 1 || port.at("port").number() > 65535) {
            port.at("port").invalid("must be between 1 and 65535, inclusive");
        }
        port.at("protocol").requireOneOf(ServiceSpecRules.PROTOCOLS);
        if (!port.at("appProtocol").empty()) {
            port.at("appProtocol").check(Names.QUALIFIED_NAME);
        }
    }
}
