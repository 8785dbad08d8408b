package dev.gantry.state.admission.kinds.network;

import dev.gantry.state.admission.validation.Addresses;
import dev.gantry.state.admission.validation.MetadataRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.HashSet;
import java.util.Set;

/** The rules of a Service's spec. Kubernetes: "Service", reference of ServiceSpec. Pure. */
final class ServiceSpecRules {

    static final Set<String> PROTOCOLS = Set.of("SCTP", "TCP", "UDP");
    private static final Set<String> TYPES =
            Set.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final long LONGEST_AFFINITY = 86_400;

    private ServiceSpecRules() {}

    static void check(Place spec) {
        String type = spec.at("type").text();
        boolean headless = ServiceTransitions.isHeadless(spec.node());
        if (spec.at("ports").empty() && !headless && !type.equals("ExternalName")) {
            spec.at("ports").required("");
        }
        if (type.equals("ExternalName")) {
            externalName(spec, headless);
        }
        ports(spec);
        MetadataRules.labels(spec.at("selector"));
        affinity(spec);
        for (Place address : spec.at("externalIPs").items()) {
            address.check(Addresses.IP);
            EndpointsRules.ordinary(address);
        }
        spec.at("type").requireOneOf(TYPES);
        balancer(spec, type.equals("LoadBalancer"));
        traffic(spec, type);
        ServiceAddressRules.check(spec);
        spec.at("trafficDistribution")
                .oneOf(Set.of("PreferClose", "PreferSameNode", "PreferSameZone"));
    }

    private static void externalName(Place spec, boolean headless) {
        if (!spec.at("clusterIPs").empty()) {
            spec.at("clusterIPs").forbidden("may not be set for ExternalName services");
        } else if (headless) {
            spec.at("clusterIPs")
                    .item(0)
                    .invalid("may not be set to 'None' for ExternalName services");
        }
        Place name = spec.at("externalName");
        if (name.empty()) {
            name.required("");
        } else {
            String bare = name.text().replaceAll("\\.$", "");
            Names.DNS_SUBDOMAIN.problems(bare).forEach(name::invalid);
        }
    }

    private static void ports(Place spec) {
        Place ports = spec.at("ports");
        boolean named = ports.node().size() > 1;
        Set<String> names = new HashSet<>();
        Set<String> keys = new HashSet<>();
        Set<String> nodePorts = new HashSet<>();
        boolean clusterOnly = spec.at("type").text().equals("ClusterIP");
        for (Place port : ports.items()) {
            one(port, named, names);
            Place nodePort = port.at("nodePort");
            if (clusterOnly && nodePort.number() != 0) {
                nodePort.forbidden("may not be used when `type` is 'ClusterIP'");
            }
            String protocol = port.at("protocol").text();
            if (nodePort.number() != 0 && !nodePorts.add(protocol + nodePort.number())) {
                nodePort.duplicate();
            }
            if (!keys.add(protocol + port.at("port").number())) {
                port.duplicate();
            }
        }
    }

    private static void one(Place port, boolean named, Set<String> names) {
        Place name = port.at("name");
        if (named && name.empty()) {
            name.required("");
        } else if (!name.empty()) {
            name.check(Names.DNS_LABEL);
            if (!names.add(name.text())) {
                name.duplicate();
            }
        }
        if (port.at("port").number() < 1 || port.at("port").number() > 65535) {
            port.at("port").invalid("must be between 1 and 65535, inclusive");
        }
        port.at("protocol").requireOneOf(PROTOCOLS);
        dev.gantry.state.admission.kinds.pod.ProbeRules.port(port.at("targetPort"));
        if (!port.at("appProtocol").empty()) {
            port.at("appProtocol").check(Names.QUALIFIED_NAME);
        }
    }

    private static void affinity(Place spec) {
        Place affinity = spec.at("sessionAffinity");
        affinity.requireOneOf(Set.of("ClientIP", "None"));
        Place config = spec.at("sessionAffinityConfig");
        if (affinity.text().equals("ClientIP")) {
            Place seconds = config.at("clientIP").at("timeoutSeconds");
            if (!config.present()) {
                config.required("when session affinity type is ClientIP");
            } else if (seconds.number() <= 0 || seconds.number() > LONGEST_AFFINITY) {
                seconds.invalid("must be greater than 0 and less than " + LONGEST_AFFINITY);
            }
        } else if (config.present()) {
            config.forbidden("must not be set when session affinity is None");
        }
    }

    private static void balancer(Place spec, boolean balanced) {
        String why = "may only be used when `type` is 'LoadBalancer'";
        Place ranges = spec.at("loadBalancerSourceRanges");
        Place named = ranges.named(spec.path() + ".LoadBalancerSourceRanges");
        if (!ranges.empty()) {
            if (!balanced) {
                named.forbidden(why);
            }
            for (Place range : named.items()) {
                Addresses.CIDR.problems(range.text().strip()).forEach(range::invalid);
            }
        }
        Place allocate = spec.at("allocateLoadBalancerNodePorts");
        if (balanced && !allocate.present()) {
            allocate.required("");
        } else if (!balanced && allocate.present()) {
            allocate.forbidden(why);
        }
        Place kind = spec.at("loadBalancerClass");
        if (kind.present()) {
            if (!balanced) {
                kind.forbidden(why);
            } else {
                kind.check(Names.QUALIFIED_NAME);
            }
        }
    }

    private static void traffic(Place spec, String type) {
        Set<String> policies = Set.of("Cluster", "Local");
        Place external = spec.at("externalTrafficPolicy");
        boolean reachable =
                type.equals("NodePort")
                        || type.equals("LoadBalancer")
                        || type.equals("ClusterIP") && !spec.at("externalIPs").empty();
        external.oneOf(policies);
        if (!external.empty() && !reachable) {
            external.invalid("may only be set for externally-accessible services");
        }
        Place health = spec.at("healthCheckNodePort");
        if (health.number() < 0) {
            health.invalid("must be greater than or equal to 0");
        } else if (health.number() != 0 && !ServiceTransitions.needsHealthPort(spec.node())) {
            health.invalid(
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is"
                            + " 'Local'");
        }
        Place internal = spec.at("internalTrafficPolicy");
        if (!internal.present() && !type.equals("ExternalName") && TYPES.contains(type)) {
            internal.required("");
        }
        internal.oneOf(policies);
    }
}
