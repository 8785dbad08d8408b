package dev.gantry.state.admission.kinds.network;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Addresses;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Selectors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** NetworkPolicy. Kubernetes: "Network Policies". */
public final class NetworkPolicyRules extends ObjectRules {

    private static final Map<String, String> PEERS = Map.of("ingress", "from", "egress", "to");

    public NetworkPolicyRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        for (String side : List.of("ingress", "egress")) {
            for (JsonNode rule : spec.path(side)) {
                for (JsonNode port : rule.path("ports")) {
                    if (port instanceof ObjectNode each) {
                        absent(each, "protocol", "TCP");
                    }
                }
            }
        }
        if (spec.path("policyTypes").isEmpty()) {
            ArrayNode types = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Selectors.check(spec.at("podSelector"));
        for (String side : List.of("ingress", "egress")) {
            for (Place rule : spec.at(side).items()) {
                rule.at("ports").items().forEach(NetworkPolicyRules::port);
                rule.at(PEERS.getOrDefault(side, "from")).items().forEach(NetworkPolicyRules::peer);
            }
        }
        Place types = spec.at("policyTypes");
        if (types.node().size() > 2) {
            types.invalid("may not specify more than two policyTypes");
            return;
        }
        types.items().forEach(t -> t.requireOneOf(Set.of("Egress", "Ingress")));
    }

    private static void port(Place port) {
        port.at("protocol").oneOf(ServiceSpecRules.PROTOCOLS);
        Place number = port.at("port");
        Place end = port.at("endPort");
        if (!number.present()) {
            if (end.present()) {
                end.invalid("may not be specified when `port` is not specified");
            }
        } else if (number.node().isString()) {
            number.check(Names.PORT_NAME);
            if (end.present()) {
                end.invalid("may not be specified when `port` is non-numeric");
            }
        } else {
            number.between(1, 65535);
            if (end.present()) {
                if (end.number() < number.number()) {
                    end.invalid("must be greater than or equal to `port`");
                } else {
                    end.between(1, 65535);
                }
            }
        }
    }

    private static void peer(Place peer) {
        boolean pods = peer.at("podSelector").present();
        boolean namespaces = peer.at("namespaceSelector").present();
        boolean block = peer.at("ipBlock").present();
        Selectors.check(peer.at("podSelector"));
        Selectors.check(peer.at("namespaceSelector"));
        if (block) {
            block(peer.at("ipBlock"));
        }
        if (!pods && !namespaces && !block) {
            peer.required("must specify a peer");
        } else if (block && (pods || namespaces)) {
            peer.forbidden("may not specify both ipBlock and another peer");
        }
    }

    private static void block(Place block) {
        Place cidr = block.at("cidr");
        if (!cidr.requireText()) {
            return;
        }
        cidr.check(Addresses.CIDR);
        Addresses.Range whole = Addresses.Range.parse(cidr.text());
        for (Place except : block.at("except").items()) {
            except.check(Addresses.CIDR);
            Addresses.Range part = Addresses.Range.parse(except.text());
            if (whole != null
                    && part != null
                    && (!whole.contains(part.base()) || part.bits() <= whole.bits())) {
                except.invalid("must be a strict subset of `cidr`");
            }
        }
    }
}
