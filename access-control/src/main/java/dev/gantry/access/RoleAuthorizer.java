package dev.gantry.access;

import dev.gantry.client.door.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Fixed roles: {@code system:masters} may all, each service and node what its role needs, every
 * authenticated caller discovery and questions about itself, anyone health and version. All others
 * are refused. Rules that users write come beside it through the same interface.
 */
public final class RoleAuthorizer implements Authorizer {

    private static final String NODE_PREFIX = "system:node:";
    private static final Set<String> PUBLIC_PATHS =
            Set.of("/healthz", "/livez", "/readyz", "/version", "/version/");
    private static final List<String> DISCOVERY =
            List.of("/api", "/apis", "/openapi", "/healthz", "/livez", "/readyz", "/version");
    private static final Set<String> ISSUER =
            Set.of("/.well-known/openid-configuration", "/openid/v1/jwks");
    private static final List<Rule> ABOUT_ONESELF =
            List.of(
                    Rule.may(
                            "create",
                            "authorization.k8s.io",
                            "selfsubjectaccessreviews,selfsubjectrulesreviews"),
                    Rule.may("create", "authentication.k8s.io", "selfsubjectreviews"));

    private final NodeRules nodes;

    /**
     * @param view pods by node, on which a node's rights depend
     */
    public RoleAuthorizer(NodeView view) {
        this.nodes = new NodeRules(view);
    }

    @Override
    public Decision authorize(Attributes asked) {
        if (in(asked, "system:masters")) {
            return Decision.allowed();
        }
        return asked.resourceRequest() ? resource(asked) : path(asked);
    }

    /** Of a node only what everyone may: the rest depends on its pods. */
    @Override
    public Rights rights(Caller caller, String namespace) {
        List<Rule> rules = new ArrayList<>();
        List<Rights.PathRule> paths = new ArrayList<>();
        if (caller.groups().contains("system:masters")) {
            rules.add(Rule.may("*", "*", "*"));
            paths.add(new Rights.PathRule(Set.of("*"), List.of("*")));
        }
        if (caller.groups().contains("system:authenticated")) {
            rules.addAll(ABOUT_ONESELF);
            paths.add(new Rights.PathRule(Set.of("get"), discoveryPaths()));
        }
        if (caller.groups().contains("system:serviceaccounts")) {
            paths.add(new Rights.PathRule(Set.of("get"), ISSUER.stream().sorted().toList()));
        }
        paths.add(new Rights.PathRule(Set.of("get"), PUBLIC_PATHS.stream().sorted().toList()));
        if (caller.groups().contains("system:gantry:services")) {
            ServiceRoles.of(caller.user()).stream()
                    .filter(
                            rule ->
                                    rule.namespaces().isEmpty()
                                            || rule.namespaces().contains(namespace))
                    .forEach(rules::add);
        }
        return new Rights(rules, paths, caller.groups().contains("system:nodes"));
    }

    private static List<String> discoveryPaths() {
        return DISCOVERY.stream().flatMap(path -> Stream.of(path, path + "/*")).toList();
    }

    private Decision path(Attributes asked) {
        boolean reading = asked.verb().equals("get");
        if (reading && PUBLIC_PATHS.contains(asked.path())) {
            return Decision.allowed();
        }
        boolean known = in(asked, "system:authenticated");
        if (known && reading && DISCOVERY.stream().anyMatch(root -> below(root, asked.path()))) {
            return Decision.allowed();
        }
        if (in(asked, "system:serviceaccounts") && reading && ISSUER.contains(asked.path())) {
            return Decision.allowed();
        }
        if (inside(asked) && asked.path().equals("/internal/writes")) {
            return Decision.allowed();
        }
        if (inside(asked) && reading && asked.path().equals("/metrics")) {
            return Decision.allowed();
        }
        return asked.denied("");
    }

    private Decision resource(Attributes asked) {
        if (in(asked, "system:authenticated")
                && ABOUT_ONESELF.stream().anyMatch(rule -> rule.allows(asked))) {
            return Decision.allowed();
        }
        if (in(asked, "system:gantry:services")) {
            boolean allowed =
                    ServiceRoles.of(asked.caller().user()).stream()
                            .anyMatch(rule -> rule.allows(asked));
            return allowed ? Decision.allowed() : asked.denied("");
        }
        if (in(asked, "system:nodes") && asked.caller().user().startsWith(NODE_PREFIX)) {
            String node = asked.caller().user().substring(NODE_PREFIX.length());
            String refusal = nodes.refusal(node, asked);
            return refusal == null ? Decision.allowed() : asked.denied(refusal);
        }
        return asked.denied("");
    }

    private static boolean inside(Attributes asked) {
        return in(asked, "system:gantry:services") || in(asked, "system:nodes");
    }

    private static boolean in(Attributes asked, String group) {
        return asked.caller().groups().contains(group);
    }

    private static boolean below(String root, String path) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
