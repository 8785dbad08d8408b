package dev.gantry.state.serviceaccount;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.request.subresource.TokenIssuer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes tokens as JWTs (RFC 7519), signed with RS256. Safe for concurrent use.
 *
 * <p>A token that a pod's volume asks for, told by its odd life of 3607 s, really lives a year: old
 * client libraries never read it again. Its reader is told the short life. Kubernetes: flag {@code
 * service-account-extend-token-expiration}.
 */
final class SignedTokens implements TokenIssuer {

    private static final Duration OF_VOLUMES = Duration.ofSeconds(3607);
    private static final Duration EXTENDED = Duration.ofDays(365);

    private final Supplier<SigningKeys> keys;
    private final TokenSettings settings;
    private final ClusterReads reads;
    private final Clock clock;

    SignedTokens(
            Supplier<SigningKeys> keys, TokenSettings settings, ClusterReads reads, Clock clock) {
        this.keys = keys;
        this.settings = settings;
        this.reads = reads;
        this.clock = clock;
    }

    @Override
    public Issued issue(
            String namespace,
            String name,
            String uid,
            List<String> audiences,
            Duration life,
            @Nullable Bound bound) {
        List<String> receivers = audiences.isEmpty() ? settings.apiAudiences() : audiences;
        boolean extended =
                bound != null
                        && bound.kind().equals("Pod")
                        && life.equals(OF_VOLUMES)
                        && receivers.stream().anyMatch(settings.apiAudiences()::contains);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        TokenClaims claims =
                new TokenClaims(
                        namespace,
                        new TokenClaims.Named(name, uid),
                        boundTo(bound),
                        node(namespace, bound));
        Map<String, Object> own = new LinkedHashMap<>(claims.claim());
        if (extended) {
            own.put("warnafter", now.plus(life).getEpochSecond());
        }
        JWTClaimsSet set =
                new JWTClaimsSet.Builder()
                        .audience(receivers)
                        .expirationTime(Date.from(now.plus(extended ? EXTENDED : life)))
                        .issueTime(Date.from(now))
                        .notBeforeTime(Date.from(now))
                        .issuer(settings.issuer())
                        .jwtID(UUID.randomUUID().toString())
                        .subject(claims.subject())
                        .claim(TokenClaims.NAME, own)
                        .build();
        return new Issued(signed(set), receivers, now.plus(life));
    }

    private static TokenClaims.@Nullable BoundTo boundTo(@Nullable Bound bound) {
        return bound == null
                ? null
                : new TokenClaims.BoundTo(
                        bound.kind().toLowerCase(Locale.ROOT),
                        new TokenClaims.Named(bound.name(), bound.uid()));
    }

    /** Where the pod runs, once it does. */
    private TokenClaims.@Nullable Named node(String namespace, @Nullable Bound bound) {
        if (bound == null || !bound.kind().equals("Pod")) {
            return null;
        }
        ObjectNode pod = reads.get(new ObjectKey("pods", namespace, bound.name()));
        String name = pod == null ? "" : Json.text(pod, "spec", "nodeName");
        if (name.isEmpty()) {
            return null;
        }
        ObjectNode node = reads.get(new ObjectKey("nodes", "", name));
        return new TokenClaims.Named(name, node == null ? "" : Json.text(node, "metadata", "uid"));
    }

    private String signed(JWTClaimsSet claims) {
        SigningKeys current = keys.get();
        try {
            JWSHeader header =
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(current.signing().getKeyID())
                            .build();
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(current.signing()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a token cannot be signed", e);
        }
    }
}
