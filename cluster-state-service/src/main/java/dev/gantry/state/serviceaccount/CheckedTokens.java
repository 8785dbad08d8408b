package dev.gantry.state.serviceaccount;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.request.subresource.TokenVerifier;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks tokens: signature, time, receiver, and that the account and what the token is bound to are
 * still the same. Safe for concurrent use; one RSA verification, some 50 microseconds.
 */
final class CheckedTokens implements TokenVerifier {

    /** Longer than any token that is made here. */
    private static final int LONGEST = 16 * 1024;

    /** For clocks that differ, and for a pod that is still stopping. */
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private final Supplier<SigningKeys> keys;
    private final TokenSettings settings;
    private final ClusterReads reads;
    private final Clock clock;

    CheckedTokens(
            Supplier<SigningKeys> keys, TokenSettings settings, ClusterReads reads, Clock clock) {
        this.keys = keys;
        this.settings = settings;
        this.reads = reads;
        this.clock = clock;
    }

    @Override
    public Verdict verify(String token, List<String> audiences) {
        JWTClaimsSet claims = signedHere(token);
        TokenClaims own = claims == null ? null : TokenClaims.read(claims);
        if (claims == null || own == null || !own.subject().equals(claims.getSubject())) {
            return new Verdict.Invalid("");
        }
        List<String> wanted = audiences.isEmpty() ? settings.apiAudiences() : audiences;
        List<String> common = wanted.stream().filter(claims.getAudience()::contains).toList();
        if (common.isEmpty()) {
            return new Verdict.Invalid(
                    "token audiences %s is invalid for the target audiences %s"
                            .formatted(quoted(claims.getAudience()), quoted(wanted)));
        }
        String ended = ended(claims);
        String gone = ended == null ? gone(own) : ended;
        return gone == null
                ? new Verdict.Valid(own.caller(String.valueOf(claims.getJWTID())), common)
                : new Verdict.Invalid(gone);
    }

    /** Null for anything but a token of this issuer, signed with a key that counts. */
    private @Nullable JWTClaimsSet signedHere(String token) {
        if (token.length() > LONGEST) {
            return null;
        }
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            RSAKey key = keys.get().find(parsed.getHeader().getKeyID());
            boolean ours =
                    key != null
                            && parsed.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
                            && parsed.verify(new RSASSAVerifier(key.toRSAPublicKey()));
            JWTClaimsSet claims = ours ? parsed.getJWTClaimsSet() : null;
            return claims != null && settings.issuer().equals(claims.getIssuer()) ? claims : null;
        } catch (ParseException | JOSEException | IllegalStateException noToken) {
            return null;
        }
    }

    private @Nullable String ended(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date end = claims.getExpirationTime();
        if (end == null || now.isAfter(end.toInstant())) {
            return "service account token has expired";
        }
        Date begin = claims.getNotBeforeTime();
        return begin != null && now.plus(LEEWAY).isBefore(begin.toInstant())
                ? "service account token is not valid yet"
                : null;
    }

    private @Nullable String gone(TokenClaims own) {
        TokenClaims.BoundTo account = new TokenClaims.BoundTo("serviceaccount", own.account());
        String missing = missing(account, own.namespace());
        TokenClaims.BoundTo bound = own.bound();
        return missing != null || bound == null ? missing : missing(bound, own.namespace());
    }

    private @Nullable String missing(TokenClaims.BoundTo what, String namespace) {
        boolean global = what.kind().equals("node");
        ObjectKey key =
                new ObjectKey(what.kind() + "s", global ? "" : namespace, what.object().name());
        ObjectNode found = reads.get(key);
        if (found != null && !Json.text(found, "metadata", "uid").equals(what.object().uid())) {
            // The copy may be behind: what was made anew under the same name is asked for.
            found = reads.current(key);
        }
        if (found == null) {
            return "%s \"%s\" not found".formatted(key.groupResource(), key.name());
        }
        if (!Json.text(found, "metadata", "uid").equals(what.object().uid())) {
            return "%s UID (%s) does not match claim (%s)"
                    .formatted(
                            what.kind(), Json.text(found, "metadata", "uid"), what.object().uid());
        }
        return deleted(found) ? what.kind() + " has been deleted" : null;
    }

    private boolean deleted(ObjectNode found) {
        String mark = Json.text(found, "metadata", "deletionTimestamp");
        return !mark.isEmpty() && Instant.parse(mark).isBefore(clock.instant().minus(LEEWAY));
    }

    private static String quoted(List<String> words) {
        return words.stream().map(w -> '"' + w + '"').collect(Collectors.joining(" ", "[", "]"));
    }
}
