package dev.gantry.access;

import static dev.gantry.access.Rule.may;
import static dev.gantry.access.Rule.readAll;

import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the agent of one node may do: everything about itself, and what its pods need. Kubernetes:
 * "Using Node Authorization".
 *
 * <p>Whether a document that a node writes is about itself is for admission; here only the path is
 * seen.
 */
final class NodeRules {

    private static final Set<String> READS = Set.of("get", "list", "watch");
    private static final Set<String> OF_PODS =
            Set.of("secrets", "configmaps", "persistentvolumeclaims");

    private static final List<Rule> PLAIN =
            List.of(
                    readAll("", "services"),
                    readAll("discovery.k8s.io", "endpointslices"),
                    readAll("node.k8s.io", "runtimeclasses"),
                    readAll("storage.k8s.io", "csidrivers,volumeattachments"),
                    may("get", "", "persistentvolumes"),
                    may("create,patch,update", "", "events"),
                    may("create,patch,update", "events.k8s.io", "events"),
                    may("create", "", "nodes,pods"),
                    may("create", "coordination.k8s.io", "leases").in("kube-node-lease"),
                    may("create", "authentication.k8s.io", "tokenreviews"),
                    may(
                            "create",
                            "authorization.k8s.io",
                            "subjectaccessreviews,localsubjectaccessreviews"),
                    may(
                            "create,get,list,watch",
                            "certificates.k8s.io",
                            "certificatesigningrequests"));

    private final NodeView view;

    NodeRules(NodeView view) {
        this.view = view;
    }

    /** Null when allowed, else why not; empty for no special reason. */
    @Nullable String refusal(String node, Attributes asked) {
        if (PLAIN.stream().anyMatch(rule -> rule.allows(asked))) {
            return null;
        }
        return switch (asked.group()) {
            case "" -> core(node, asked);
            case "coordination.k8s.io" -> lease(node, asked);
            case "storage.k8s.io" -> named(node, asked, Set.of("csinodes"));
            default -> "";
        };
    }

    private @Nullable String core(String node, Attributes asked) {
        String name = name(asked);
        return switch (asked.resource()) {
            case "nodes" -> named(node, asked, Set.of("nodes", "nodes/status"));
            case "pods" -> pods(node, asked, name);
            case "secrets", "configmaps", "persistentvolumeclaims" ->
                    READS.contains(asked.verb())
                                    && asked.subresource().isEmpty()
                                    && OF_PODS.contains(asked.resource())
                            ? related(node, asked, name)
                            : "";
            case "serviceaccounts" ->
                    asked.verb().equals("get") && asked.subresource().isEmpty()
                                    || asked.verb().equals("create")
                                            && asked.subresource().equals("token")
                            ? related(node, asked, name)
                            : "";
            default -> "";
        };
    }

    private @Nullable String pods(String node, Attributes asked, String name) {
        boolean collection = name.isEmpty();
        if (collection) {
            return listsOwnPods(node, asked) ? null : "can only list/watch pods of its own node";
        }
        boolean verbKnown =
                switch (asked.subresource()) {
                    case "" -> READS.contains(asked.verb()) || asked.verb().equals("delete");
                    case "status" -> Set.of("get", "update", "patch").contains(asked.verb());
                    case "eviction" -> asked.verb().equals("create");
                    default -> false;
                };
        if (!verbKnown) {
            return "";
        }
        String bound = view.nodeOf(asked.namespace(), name);
        // A pod that is not there: let the answer be 404 and not a riddle.
        return bound == null || bound.equals(node)
                ? null
                : "node '%s' may only touch pods bound to it, this one is bound to '%s'"
                        .formatted(node, bound);
    }

    private static boolean listsOwnPods(String node, Attributes asked) {
        return Set.of("list", "watch").contains(asked.verb())
                && asked.subresource().isEmpty()
                && (asked.fieldSelector() == null || node.equals(asked.selected("spec.nodeName")));
    }

    private static @Nullable String lease(String node, Attributes asked) {
        if (!asked.resource().equals("leases")
                || !asked.namespace().equals("kube-node-lease")
                || !Set.of("get", "update", "patch", "delete").contains(asked.verb())) {
            return "";
        }
        return node.equals(asked.name())
                ? null
                : "can only access node lease with the same name as the requesting node";
    }

    private static @Nullable String named(String node, Attributes asked, Set<String> resources) {
        boolean verbKnown =
                READS.contains(asked.verb())
                        || Set.of("create", "update", "patch").contains(asked.verb());
        if (!resources.contains(asked.resourceAndSubresource()) || !verbKnown) {
            return "";
        }
        return node.equals(name(asked))
                ? null
                : "node '%s' cannot read or change '%s', only its own object"
                        .formatted(node, name(asked));
    }

    private @Nullable String related(String node, Attributes asked, String name) {
        if (name.isEmpty()) {
            return "No Object name found";
        }
        boolean found =
                StreamSupport.stream(view.podsOf(node).spliterator(), false)
                        .anyMatch(
                                pod ->
                                        PodReferences.names(
                                                pod, asked.resource(), asked.namespace(), name));
        return found ? null : "no relationship found between node '" + node + "' and this object";
    }

    /** A list or watch of one name is about that object. */
    private static String name(Attributes asked) {
        String selected = asked.selected("metadata.name");
        return asked.name().isEmpty() && selected != null ? selected : asked.name();
    }
}
