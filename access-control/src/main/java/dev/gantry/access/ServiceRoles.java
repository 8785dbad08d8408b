package dev.gantry.access;

import static dev.gantry.access.Rule.may;
import static dev.gantry.access.Rule.readAll;

import java.util.List;
import java.util.Map;

/**
 * What each of Gantry's own services may do: what its job needs and no more. In the spirit of
 * Kubernetes' {@code system:kube-scheduler}, {@code system:kube-controller-manager} and {@code
 * system:node-proxier} roles.
 */
final class ServiceRoles {

    private static final String COORDINATION = "coordination.k8s.io";
    private static final String STORAGE = "storage.k8s.io";
    private static final String DISCOVERY = "discovery.k8s.io";
    private static final String NETWORKING = "networking.k8s.io";

    private static final List<Rule> EVENTS =
            List.of(
                    may("create,patch,update", "", "events"),
                    may("create,patch,update", "events.k8s.io", "events"));

    private static final List<Rule> ELECTION =
            List.of(
                    may("get,list,watch,create,update,patch", COORDINATION, "leases")
                            .in("kube-system"));

    private static final List<Rule> SCHEDULER =
            List.of(
                    readAll(
                            "",
                            "pods,nodes,namespaces,services,replicationcontrollers,"
                                    + "persistentvolumes,persistentvolumeclaims"),
                    readAll("apps", "replicasets,statefulsets,deployments,daemonsets"),
                    readAll("policy", "poddisruptionbudgets"),
                    readAll("scheduling.k8s.io", "*"),
                    readAll(STORAGE, "*"),
                    readAll("resource.k8s.io", "*"),
                    may("create", "", "bindings,pods/binding"),
                    may("delete", "", "pods"),
                    may("patch,update", "", "pods/status"),
                    may("update,patch", "", "persistentvolumeclaims,persistentvolumes"),
                    may("update,patch", "resource.k8s.io", "resourceclaims,resourceclaims/status"));

    /** Controllers create, change and delete whatever their owners describe. */
    private static final List<Rule> RECONCILER =
            List.of(
                    may(
                            "get,list,watch,create,update,patch,delete,deletecollection,approve,sign",
                            "*",
                            "*"));

    private static final List<Rule> INGRESS =
            List.of(
                    readAll("", "services,endpoints,secrets,namespaces,pods,configmaps"),
                    readAll(DISCOVERY, "endpointslices"),
                    readAll(NETWORKING, "ingresses,ingressclasses"),
                    may("create,update,patch", NETWORKING, "ingressclasses"),
                    may("update,patch", NETWORKING, "ingresses/status"),
                    readAll("gateway.networking.k8s.io", "*"),
                    may("update,patch", "gateway.networking.k8s.io", "*"));

    private static final List<Rule> GATEWAY =
            List.of(
                    readAll("", "pods,nodes,services,endpoints,namespaces,serviceaccounts"),
                    may("create", "authentication.k8s.io", "tokenreviews"),
                    readAll(DISCOVERY, "endpointslices"),
                    readAll("rbac.authorization.k8s.io", "*"),
                    readAll("apiregistration.k8s.io", "*"),
                    readAll("flowcontrol.apiserver.k8s.io", "*"));

    /** The part of a host that serves all its nodes: service addresses and DNS. */
    private static final List<Rule> NODE_HOST =
            List.of(
                    readAll("", "services,endpoints,namespaces,nodes,pods"),
                    readAll(DISCOVERY, "endpointslices"),
                    readAll(NETWORKING, "servicecidrs"),
                    may("create", "", "services").in("kube-system"),
                    may("update,patch", "", "services,services/status")
                            .in("kube-system")
                            .named("kube-dns"),
                    may("create,update,patch,delete", DISCOVERY, "endpointslices")
                            .in("kube-system"));

    private static final Map<String, List<Rule>> BY_USER =
            Map.of(
                    "system:gantry:scheduler", join(SCHEDULER, EVENTS, ELECTION),
                    "system:gantry:reconciler", join(RECONCILER, EVENTS, ELECTION),
                    "system:gantry:ingress", join(INGRESS, EVENTS, ELECTION),
                    "system:gantry:api-gateway", join(GATEWAY, EVENTS),
                    "system:gantry:node", join(NODE_HOST, EVENTS),
                    "system:gantry:cluster-state", List.of(may("*", "*", "*")));

    private ServiceRoles() {}

    /** Empty for anyone who is no service. */
    static List<Rule> of(String user) {
        return BY_USER.getOrDefault(user, List.of());
    }

    @SafeVarargs
    private static List<Rule> join(List<Rule>... parts) {
        return java.util.stream.Stream.of(parts).flatMap(List::stream).toList();
    }
}
