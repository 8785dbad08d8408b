package dev.gantry.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.json.Json;
import dev.gantry.client.door.Caller;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RoleAuthorizerTest {

    private static final JsonNode POD =
            Json.parse(
                    """
                    {"metadata":{"namespace":"d","name":"web-1"},"spec":{"nodeName":"node-1",
                      "serviceAccountName":"web",
                      "imagePullSecrets":[{"name":"registry"}],
                      "volumes":[{"name":"a","secret":{"secretName":"tls"}},
                        {"name":"b","projected":{"sources":[{"configMap":{"name":"root-ca"}}]}},
                        {"name":"c","ephemeral":{}},
                        {"name":"d","persistentVolumeClaim":{"claimName":"data"}}],
                      "containers":[{"name":"c","envFrom":[{"configMapRef":{"name":"settings"}}],
                        "env":[{"name":"X","valueFrom":{"secretKeyRef":{"name":"key"}}}]}]}}
                    """
                            .getBytes(StandardCharsets.UTF_8));

    private final Authorizer authorizer = new RoleAuthorizer(new OnePod());

    private static Caller user(String name, String... groups) {
        return new Caller(name, "", List.of(groups), Map.of());
    }

    private static Caller caller(String name) {
        return switch (name) {
            case "admin" -> user("gantry-admin", "system:masters", "system:authenticated");
            case "node-1", "node-2" -> Caller.node(name);
            case "anonymous" -> user("system:anonymous", "system:unauthenticated");
            case "jane" -> user("jane", "dev", "system:authenticated");
            default -> Caller.service(name);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "admin,      delete, '',                  nodes,       '',        '', node-1, yes",
        "jane,       list,   '',                  pods,        '',        d,  '',     no",
        "jane,       create, authorization.k8s.io, selfsubjectaccessreviews, '', '', '', yes",
        "anonymous,  create, authorization.k8s.io, selfsubjectaccessreviews, '', '', '', no",
        "scheduler,  create, '',                  pods,        binding,   d,  web-1,  yes",
        "scheduler,  create, '',                  pods,        '',        d,  '',     no",
        "scheduler,  get,    '',                  secrets,     '',        d,  tls,    no",
        "scheduler,  update, coordination.k8s.io, leases,      '', kube-system, gantry-scheduler, yes",
        "scheduler,  update, coordination.k8s.io, leases,      '', kube-node-lease, node-1, no",
        "reconciler, create, '',                  pods,        '',        d,  '',     yes",
        "reconciler, impersonate, '',             users,       '',        '', jane,   no",
        "ingress,    update, networking.k8s.io,   ingresses,   status,    d,  web,    yes",
        "ingress,    update, networking.k8s.io,   ingresses,   '',        d,  web,    no",
        "api-gateway, get,   '',                  nodes,       '',        '', node-1, yes",
        "api-gateway, update, '',                 pods,        '',        d,  web-1,  no",
        "node,       create, '',                  services,    '', kube-system, '',   yes",
        "node,       create, '',                  services,    '',        d,  '',     no",
        "stranger,   list,   '',                  pods,        '',        d,  '',     no",
    })
    void rolesMayWhatTheirJobNeeds(
            String who,
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            String allowed) {
        Attributes asked =
                Attributes.resource(
                        caller(who), verb, group, resource, subresource, namespace, name);
        assertThat(authorizer.authorize(asked).isAllowed()).isEqualTo(allowed.equals("yes"));
    }

    @ParameterizedTest
    @CsvSource({
        "node-1, update, '', nodes,      status, '', node-1, yes",
        "node-1, update, '', nodes,      status, '', node-2, no",
        "node-1, delete, '', nodes,      '',     '', node-1, no",
        "node-1, patch,  '', pods,       status, d,  web-1,  yes",
        "node-2, patch,  '', pods,       status, d,  web-1,  no",
        "node-2, delete, '', pods,       '',     d,  web-1,  no",
        "node-1, delete, '', pods,       '',     d,  gone,   yes",
        "node-1, update, '', pods,       '',     d,  web-1,  no",
        "node-1, get,    '', secrets,    '',     d,  tls,      yes",
        "node-1, get,    '', secrets,    '',     d,  registry, yes",
        "node-1, get,    '', secrets,    '',     d,  key,      yes",
        "node-1, get,    '', secrets,    '',     d,  other,    no",
        "node-1, get,    '', secrets,    '',     e,  tls,      no",
        "node-2, get,    '', secrets,    '',     d,  tls,      no",
        "node-1, list,   '', secrets,    '',     d,  '',       no",
        "node-1, get,    '', configmaps, '',     d,  settings, yes",
        "node-1, get,    '', configmaps, '',     d,  root-ca,  yes",
        "node-1, get,    '', persistentvolumeclaims, '', d, web-1-c, yes",
        "node-1, get,    '', persistentvolumeclaims, '', d, data,    yes",
        "node-1, create, '', serviceaccounts, token, d, web,   yes",
        "node-1, create, '', serviceaccounts, token, d, other, no",
        "node-1, update, coordination.k8s.io, leases, '', kube-node-lease, node-1, yes",
        "node-1, update, coordination.k8s.io, leases, '', kube-node-lease, node-2, no",
        "node-1, update, coordination.k8s.io, leases, '', kube-system,     node-1, no",
    })
    void aNodeMayTouchOnlyItselfAndWhatItsPodsName(
            String who,
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            String allowed) {
        rolesMayWhatTheirJobNeeds(
                who, verb, group, resource, subresource, namespace, name, allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "pods,    spec.nodeName=node-1,  yes",
        "pods,    spec.nodeName==node-1, yes",
        "pods,    spec.nodeName=node-2,  no",
        "pods,    '',                    no",
        "secrets, metadata.name=tls,     yes",
        "secrets, metadata.name=other,   no",
        "nodes,   metadata.name=node-1,  yes",
        "nodes,   '',                    no",
    })
    void aNodeWatchesOnlyWhatIsItsOwn(String resource, String selector, String allowed) {
        Attributes asked =
                new Attributes(
                        Caller.node("node-1"),
                        "watch",
                        "",
                        "v1",
                        resource,
                        "",
                        "d",
                        "",
                        true,
                        "",
                        selector);
        assertThat(authorizer.authorize(asked).isAllowed()).isEqualTo(allowed.equals("yes"));
    }

    @ParameterizedTest
    @CsvSource({
        "anonymous, get,  /healthz,         yes",
        "anonymous, get,  /version,         yes",
        "anonymous, get,  /api,             no",
        "anonymous, post, /version,         no",
        "jane,      get,  /openapi/v3/api/v1, yes",
        "jane,      get,  /apis,            yes",
        "jane,      get,  /apisx,           no",
        "jane,      get,  /metrics,         no",
        "jane,      post, /internal/writes, no",
        "scheduler, post, /internal/writes, yes",
        "node-1,    post, /internal/writes, yes",
        "admin,     get,  /anything,        yes",
    })
    void pathsAreOpenAsFarAsTheyMustBe(String who, String method, String path, String allowed) {
        assertThat(authorizer.authorize(Attributes.path(caller(who), method, path)).isAllowed())
                .isEqualTo(allowed.equals("yes"));
    }

    @Test
    void aRefusalReadsAsKubernetesWritesIt() {
        Attributes asked = Attributes.resource(caller("jane"), "get", "", "pods", "log", "d", "p");
        Decision.Denied denied = (Decision.Denied) authorizer.authorize(asked);
        assertThat(asked.forbidden(denied).message())
                .isEqualTo(
                        "pods \"p\" is forbidden: User \"jane\" cannot get resource \"pods/log\" in"
                                + " API group \"\" in the namespace \"d\"");
        Attributes all =
                Attributes.resource(caller("jane"), "list", "apps", "deployments", "", "", "");
        assertThat(all.forbidden((Decision.Denied) authorizer.authorize(all)).message())
                .isEqualTo(
                        "deployments.apps is forbidden: User \"jane\" cannot list resource"
                                + " \"deployments\" in API group \"apps\" at the cluster scope");
        Attributes path = Attributes.path(caller("anonymous"), "get", "/");
        assertThat(path.forbidden((Decision.Denied) authorizer.authorize(path)).message())
                .isEqualTo("forbidden: User \"system:anonymous\" cannot get path \"/\"");
    }

    /** A cluster with one pod. */
    private static final class OnePod implements NodeView {
        @Override
        public @Nullable String nodeOf(String namespace, String pod) {
            return namespace.equals("d") && pod.equals("web-1") ? "node-1" : null;
        }

        @Override
        public Iterable<JsonNode> podsOf(String node) {
            return node.equals("node-1") ? List.of(POD) : List.of();
        }
    }

    @Test
    void everyAccountMayReadHowItsTokensAreChecked() {
        Caller account = user("system:serviceaccount:d:web", "system:serviceaccounts");
        for (String path : List.of("/openid/v1/jwks", "/.well-known/openid-configuration")) {
            assertThat(authorizer.authorize(Attributes.path(account, "get", path)).isAllowed())
                    .isTrue();
            assertThat(
                            authorizer
                                    .authorize(Attributes.path(caller("jane"), "get", path))
                                    .isAllowed())
                    .isFalse();
        }
    }

    @Test
    void whatIsToldOfRightsIsAllowed() {
        for (String name : List.of("admin", "jane", "scheduler", "ingress")) {
            Rights rights = authorizer.rights(caller(name), "kube-system");
            assertThat(rights.incomplete()).isFalse();
            for (Rule rule : rights.rules()) {
                Attributes asked =
                        Attributes.resource(
                                caller(name),
                                rule.verbs().iterator().next(),
                                rule.groups().iterator().next(),
                                rule.resources().iterator().next(),
                                "",
                                "kube-system",
                                rule.names().stream().findFirst().orElse("any"));
                boolean below = asked.resource().contains("/");
                assertThat(below || authorizer.authorize(asked).isAllowed())
                        .as("%s", asked)
                        .isTrue();
            }
        }
        assertThat(authorizer.rights(caller("node-1"), "d").incomplete()).isTrue();
    }
}
