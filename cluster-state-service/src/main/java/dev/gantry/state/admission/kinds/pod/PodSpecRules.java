package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.Addresses;
import dev.gantry.state.admission.validation.MetadataRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of a pod's spec, in pods and templates alike. Kubernetes: reference of PodSpec. Pure.
 */
public final class PodSpecRules {

    private static final Set<String> RESTARTS = Set.of("Always", "OnFailure", "Never");
    private static final Set<String> DNS_POLICIES =
            Set.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final int MOST_NAMESERVERS = 3;
    private static final int MOST_SEARCHES = 32;
    private static final int MOST_SEARCH_CHARACTERS = 2048;

    private final boolean allowPrivileged;

    /**
     * @param allowPrivileged whether containers may be privileged at all
     */
    public PodSpecRules(boolean allowPrivileged) {
        this.allowPrivileged = allowPrivileged;
    }

    /** Tells every problem of a spec. */
    public void check(Place spec) {
        Set<String> volumes = VolumeRules.check(spec.at("volumes"));
        Set<String> claims = claims(spec.at("resourceClaims"));
        boolean hostUsers = !spec.at("hostUsers").present() || spec.at("hostUsers").flag();
        new ContainerRules(
                        new ContainerRules.Surroundings(
                                volumes, claims, allowPrivileged, hostUsers))
                .checkAll(spec);
        hostPorts(spec);
        spec.at("restartPolicy").requireOneOf(RESTARTS);
        spec.at("dnsPolicy").requireOneOf(DNS_POLICIES);
        MetadataRules.labels(spec.at("nodeSelector"));
        AffinityRules.spread(spec.at("topologySpreadConstraints"));
        SecurityRules.pod(spec);
        host(spec, hostUsers);
        AffinityRules.check(spec.at("affinity"));
        dns(spec);
        gates(spec);
        names(spec);
        AffinityRules.tolerations(spec.at("tolerations"));
        aliases(spec.at("hostAliases"));
        spec.at("preemptionPolicy").oneOf(Set.of("Never", "PreemptLowerPriority"));
        for (Map.Entry<String, Place> each : spec.at("overhead").entries()) {
            Place named =
                    each.getValue().named(spec.path() + ".overhead.limits[" + each.getKey() + "]");
            ResourceRules.name(each.getKey(), named);
            ResourceRules.quantity(each.getKey(), named);
        }
        OperatingSystemRules.check(spec);
    }

    private static Set<String> claims(Place claims) {
        Set<String> names = new HashSet<>();
        for (Place claim : claims.items()) {
            Place name = claim.at("name");
            if (name.requireText()) {
                name.check(Names.DNS_LABEL);
                if (!names.add(name.text())) {
                    name.duplicate();
                }
            }
            Place direct = claim.at("resourceClaimName");
            Place template = claim.at("resourceClaimTemplateName");
            if (direct.present() == template.present()) {
                claim.invalid(
                        direct.present()
                                ? "at most one of `resourceClaimName` or `resourceClaimTemplateName`"
                                        + " may be specified"
                                : "must specify one of: `resourceClaimName`,"
                                        + " `resourceClaimTemplateName`");
            }
            List.of(direct, template).stream()
                    .filter(Place::present)
                    .forEach(p -> p.check(Names.DNS_SUBDOMAIN));
        }
        return names;
    }

    /** A port of the host is taken once, and with the host's network it is the container's. */
    private static void hostPorts(Place spec) {
        boolean hostNetwork = spec.at("hostNetwork").flag();
        for (String list : List.of("initContainers", "containers")) {
            Set<String> taken = new HashSet<>();
            for (Place container : spec.at(list).items()) {
                boolean repeats =
                        list.equals("containers")
                                || container.at("restartPolicy").text().equals("Always");
                for (Place port : container.at("ports").items()) {
                    Place host = port.at("hostPort");
                    if (host.number() == 0) {
                        continue;
                    }
                    if (hostNetwork && host.number() != port.at("containerPort").number()) {
                        host.invalid("must match `containerPort` when `hostNetwork` is true");
                    }
                    if (!taken.add(portKey(port)) && repeats) {
                        host.duplicate();
                    }
                }
            }
        }
    }

    private static String portKey(Place port) {
        return port.at("protocol").text()
                + "/"
                + port.at("hostIP").text()
                + "/"
                + port.at("hostPort").number();
    }

    private static void host(Place spec, boolean hostUsers) {
        if (!hostUsers) {
            for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
                if (spec.at(field).flag()) {
                    spec.at(field).forbidden("when `hostUsers` is false");
                }
            }
        }
    }

    private static void dns(Place spec) {
        Place config = spec.at("dnsConfig");
        Place servers = config.at("nameservers");
        if (spec.at("dnsPolicy").text().equals("None") && servers.empty()) {
            servers.required("must provide at least one DNS nameserver when `dnsPolicy` is None");
        }
        if (servers.node().size() > MOST_NAMESERVERS) {
            servers.invalid("must not have more than " + MOST_NAMESERVERS + " nameservers");
        }
        servers.items().forEach(s -> s.check(Addresses.IP));
        Place searches = config.at("searches");
        if (searches.node().size() > MOST_SEARCHES) {
            searches.invalid("must not have more than " + MOST_SEARCHES + " search paths");
        }
        if (String.join(" ", searches.texts()).length() > MOST_SEARCH_CHARACTERS) {
            searches.invalid(
                    "must not have more than "
                            + MOST_SEARCH_CHARACTERS
                            + " characters (including spaces) in the search list");
        }
        searches.items().forEach(PodSpecRules::search);
        for (Place option : config.at("options").items()) {
            if (option.at("name").empty()) {
                option.named(
                                config.path()
                                        + ".options"
                                        + option.path().substring(option.path().lastIndexOf('[')))
                        .required("must not be empty");
            }
        }
    }

    /** A search path may begin a label with an underscore, end with a dot, or be a dot alone. */
    private static void search(Place search) {
        String text = search.text();
        String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (!text.equals(".")) {
            Names.DNS_SUBDOMAIN.problems(bare.replace('_', 'a')).forEach(search::invalid);
        }
    }

    private static void gates(Place spec) {
        for (Place gate : spec.at("readinessGates").items()) {
            gate.at("conditionType").check(Names.QUALIFIED_NAME);
        }
        Set<String> seen = new HashSet<>();
        for (Place gate : spec.at("schedulingGates").items()) {
            Place name = gate.holding(gate.at("name").node());
            name.check(Names.QUALIFIED_NAME);
            if (!seen.add(name.text())) {
                name.duplicate();
            }
        }
    }

    private static void names(Place spec) {
        given(spec.at("serviceAccountName"), Names.DNS_SUBDOMAIN);
        given(spec.at("nodeName"), Names.DNS_SUBDOMAIN);
        given(spec.at("hostname"), Names.DNS_LABEL);
        given(spec.at("subdomain"), Names.DNS_LABEL);
        given(spec.at("priorityClassName"), Names.DNS_SUBDOMAIN);
        given(spec.at("runtimeClassName"), Names.DNS_SUBDOMAIN);
        spec.at("activeDeadlineSeconds").between(1, Integer.MAX_VALUE);
    }

    private static void given(Place name, NameRule rule) {
        if (!name.empty()) {
            name.check(rule);
        }
    }

    private static void aliases(Place aliases) {
        for (Place alias : aliases.items()) {
            alias.at("ip").check(Addresses.IP);
            alias.at("hostnames").items().forEach(h -> h.check(Names.DNS_SUBDOMAIN));
        }
    }
}
