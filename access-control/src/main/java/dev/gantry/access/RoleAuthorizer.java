package dev.gantry.access;

import java.util.List;
import java.util.Set;

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

    private Decision path(Attributes asked) {
        boolean reading = asked.verb().equals("get");
        if (reading && PUBLIC_PATHS.contains(asked.path())) {
            return Decision.allowed();
        }
        boolean known = in(asked, "system:authenticated");
        if (known && reading && DISCOVERY.stream().anyMatch(root -> below(root, asked.path()))) {
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
