package dev.gantry.state.request.subresource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes tokens of service accounts. Kubernetes: "Managing Service Accounts", "TokenRequest". */
public interface TokenIssuer {

    /**
     * A token for a service account.
     *
     * @param audiences empty for the API server's own
     * @param bound the object whose deletion ends the token, or null
     */
    Issued issue(
            String namespace,
            String name,
            String uid,
            List<String> audiences,
            Duration life,
            @Nullable Bound bound);

    /** What a token is bound to. */
    record Bound(String kind, String name, String uid) {}

    /** A token, whom it is for and when it ends. */
    record Issued(String token, List<String> audiences, Instant expiry) {}
}
