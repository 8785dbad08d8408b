package dev.gantry.state.serviceaccount;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.gantry.access.ServiceAccountUser;
import dev.gantry.client.door.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token says in its claim {@code kubernetes.io}. Kubernetes: "Managing Service Accounts",
 * "Bound service account tokens".
 *
 * @param bound what it ends with: {@code pod}, {@code secret} or {@code node}; null for nothing
 * @param node where the bound pod runs
 */
record TokenClaims(String namespace, Named account, @Nullable BoundTo bound, @Nullable Named node) {

    static final String NAME = "kubernetes.io";
    private static final List<String> BINDABLE = List.of("pod", "secret", "node");
    private static final String PREFIX = "authentication.kubernetes.io/";

    /** An object, as it was when the token was made. */
    record Named(String name, String uid) {
        private Map<String, Object> claim() {
            return Map.of("name", name, "uid", uid);
        }
    }

    record BoundTo(String kind, Named object) {}

    String subject() {
        return user().user();
    }

    private ServiceAccountUser user() {
        return new ServiceAccountUser(namespace, account.name());
    }

    Map<String, Object> claim() {
        Map<String, Object> claim = new LinkedHashMap<>();
        claim.put("namespace", namespace);
        if (node != null) {
            claim.put("node", node.claim());
        }
        if (bound != null) {
            claim.put(bound.kind(), bound.object().claim());
        }
        claim.put("serviceaccount", account.claim());
        return claim;
    }

    /** Null when the token says nothing of the kind. */
    static @Nullable TokenClaims read(JWTClaimsSet claims) {
        if (!(claims.getClaim(NAME) instanceof Map<?, ?> own)
                || !(own.get("namespace") instanceof String namespace)) {
            return null;
        }
        Named account = named(own.get("serviceaccount"));
        if (account == null) {
            return null;
        }
        Named node = named(own.get("node"));
        for (String kind : BINDABLE) {
            Named object = named(own.get(kind));
            if (object != null) {
                return new TokenClaims(
                        namespace,
                        account,
                        new BoundTo(kind, object),
                        kind.equals("pod") ? node : null);
            }
        }
        return new TokenClaims(namespace, account, null, null);
    }

    private static @Nullable Named named(@Nullable Object claim) {
        return claim instanceof Map<?, ?> map
                        && map.get("name") instanceof String name
                        && map.get("uid") instanceof String uid
                ? new Named(name, uid)
                : null;
    }

    /** Who comes with the token. */
    Caller caller(String identifier) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        extra.put(PREFIX + "credential-id", List.of("JTI=" + identifier));
        Named at = bound != null && bound.kind().equals("node") ? bound.object() : node;
        if (at != null) {
            extra.put(PREFIX + "node-name", List.of(at.name()));
            extra.put(PREFIX + "node-uid", List.of(at.uid()));
        }
        if (bound != null && bound.kind().equals("pod")) {
            extra.put(PREFIX + "pod-name", List.of(bound.object().name()));
            extra.put(PREFIX + "pod-uid", List.of(bound.object().uid()));
        }
        List<String> groups = new ArrayList<>(user().groups());
        groups.add("system:authenticated");
        return new Caller(subject(), account.uid(), List.copyOf(groups), Map.copyOf(extra));
    }
}
