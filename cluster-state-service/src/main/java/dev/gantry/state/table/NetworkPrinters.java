package dev.gantry.state.table;

import dev.gantry.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Services, what is behind them and what is before them. */
final class NetworkPrinters {

    private static final int MOST_SHOWN = 3;

    private NetworkPrinters() {}

    static List<Object> service(Printed d) {
        JsonNode first = d.at("spec", "clusterIPs").path(0);
        String address = first.isString() ? first.stringValue() : d.text("spec", "clusterIP");
        return List.of(
                d.name(),
                d.text("spec", "type"),
                address.isEmpty() ? Printed.NONE : address,
                externalAddress(d),
                ports(d.at("spec", "ports")),
                d.age(),
                Printed.labels(d.at("spec", "selector")));
    }

    private static String externalAddress(Printed d) {
        String external = Printed.strings(d.at("spec", "externalIPs"));
        return switch (d.text("spec", "type")) {
            case "ExternalName" -> d.text("spec", "externalName");
            case "LoadBalancer" -> {
                String balancer = loadBalancer(d);
                if (!balancer.isEmpty() && !external.isEmpty()) {
                    yield balancer + "," + external;
                }
                String either = balancer + external;
                yield either.isEmpty() ? "<pending>" : either;
            }
            default -> external.isEmpty() ? Printed.NONE : external;
        };
    }

    private static String loadBalancer(Printed d) {
        TreeSet<String> addresses = new TreeSet<>();
        for (JsonNode ingress : d.at("status", "loadBalancer", "ingress")) {
            String ip = Json.text(ingress, "ip");
            addresses.add(ip.isEmpty() ? Json.text(ingress, "hostname") : ip);
        }
        return String.join(",", addresses);
    }

    private static String ports(JsonNode ports) {
        String all =
                Printed.joined(
                        ports,
                        port -> {
                            long node = port.path("nodePort").longValue(0);
                            return port.path("port").asString("0")
                                    + (node > 0 ? ":" + node : "")
                                    + "/"
                                    + Json.text(port, "protocol");
                        });
        return all.isEmpty() ? Printed.NONE : all;
    }

    static List<Object> endpoints(Printed d) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode subset : d.at("subsets")) {
            JsonNode ports = subset.path("ports");
            if (ports.isEmpty()) {
                subset.path("addresses").forEach(a -> addresses.add(Json.text(a, "ip")));
            }
            for (JsonNode port : ports) {
                for (JsonNode address : subset.path("addresses")) {
                    addresses.add(hostPort(Json.text(address, "ip"), port));
                }
            }
        }
        return List.of(
                d.name(),
                Printed.shortened(addresses, addresses.size(), MOST_SHOWN, Printed.NONE),
                d.age());
    }

    private static String hostPort(String ip, JsonNode port) {
        String host = ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip;
        return host + ":" + port.path("port").asString("0");
    }

    static List<Object> endpointSlice(Printed d) {
        List<String> ports = new ArrayList<>();
        for (JsonNode port : d.at("ports")) {
            String name = Json.text(port, "name");
            ports.add(port.path("port").asString(name.isEmpty() ? "*" : name));
        }
        List<String> addresses = new ArrayList<>();
        for (JsonNode endpoint : d.at("endpoints")) {
            addresses.addAll(Json.texts(endpoint.path("addresses")));
        }
        return List.of(
                d.name(),
                d.text("addressType"),
                Printed.shortened(ports, ports.size(), MOST_SHOWN, Printed.UNSET),
                Printed.shortened(addresses, addresses.size(), MOST_SHOWN, Printed.UNSET),
                d.age());
    }

    static List<Object> ingress(Printed d) {
        List<String> hosts = new ArrayList<>();
        JsonNode rules = d.at("spec", "rules");
        for (JsonNode rule : rules) {
            if (hosts.size() < MOST_SHOWN && !Json.text(rule, "host").isEmpty()) {
                hosts.add(Json.text(rule, "host"));
            }
        }
        int count = hosts.size() == MOST_SHOWN ? rules.size() : hosts.size();
        return List.of(
                d.name(),
                d.textOr(Printed.NONE, "spec", "ingressClassName"),
                Printed.shortened(hosts, count, MOST_SHOWN, "*"),
                loadBalancer(d),
                d.count("spec", "tls") > 0 ? "80, 443" : "80",
                d.age());
    }

    static List<Object> ingressClass(Printed d) {
        String parameters = Printed.NONE;
        JsonNode given = d.at("spec", "parameters");
        if (given.isObject()) {
            String group = Json.text(given, "apiGroup");
            parameters =
                    Json.text(given, "kind")
                            + (group.isEmpty() ? "" : "." + group)
                            + "/"
                            + Json.text(given, "name");
        }
        return List.of(d.name(), d.text("spec", "controller"), parameters, d.age());
    }

    static List<Object> networkPolicy(Printed d) {
        return List.of(d.name(), Printed.selector(d.at("spec", "podSelector")), d.age());
    }

    /** Kubernetes prints an age for which it declares no column. */
    static List<Object> ipAddress(Printed d) {
        String group = d.text("spec", "parentRef", "group");
        String namespace = d.text("spec", "parentRef", "namespace");
        String parent =
                d.text("spec", "parentRef", "resource")
                        + (group.isEmpty() ? "" : "." + group)
                        + (namespace.isEmpty() ? "" : "/" + namespace)
                        + "/"
                        + d.text("spec", "parentRef", "name");
        return List.of(d.name(), parent, d.age());
    }

    static List<Object> serviceCidr(Printed d) {
        return List.of(d.name(), Printed.strings(d.at("spec", "cidrs")), d.age());
    }
}
