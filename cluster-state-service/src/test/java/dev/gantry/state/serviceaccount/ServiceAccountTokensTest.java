package dev.gantry.state.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.client.door.Caller;
import dev.gantry.runtime.pki.ClusterPki;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.request.subresource.TokenIssuer.Bound;
import dev.gantry.state.request.subresource.TokenIssuer.Issued;
import dev.gantry.state.request.subresource.TokenVerifier.Verdict;
import dev.gantry.testkit.time.VirtualClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class ServiceAccountTokensTest {

    private static final String API = "https://kubernetes.default.svc.cluster.local";
    private static final TokenSettings SETTINGS =
            new TokenSettings(API, List.of(), null, List.of());
    private static final ObjectKey ACCOUNT = new ObjectKey("serviceaccounts", "d", "web");
    private static final ObjectKey POD = new ObjectKey("pods", "d", "web-1");

    @TempDir static Path directory;
    private static SigningKeys keys;
    private static SigningKeys others;

    private final VirtualClock clock = new VirtualClock();
    private final Objects objects = new Objects(new HashMap<>());
    private final SignedTokens issuer = new SignedTokens(() -> keys, SETTINGS, objects, clock);
    private final CheckedTokens verifier = new CheckedTokens(() -> keys, SETTINGS, objects, clock);

    private record Objects(Map<ObjectKey, ObjectNode> all) implements ClusterReads {
        @Override
        public @Nullable ObjectNode get(ObjectKey key) {
            return all.get(key);
        }

        @Override
        public List<ObjectNode> list(String groupResource, String namespace) {
            return List.of();
        }

        void put(ObjectKey key, String uid) {
            ObjectNode object = Json.object();
            object.putObject("metadata").put("name", key.name()).put("uid", uid);
            object.putObject("spec").put("nodeName", "node-1");
            all.put(key, object);
        }
    }

    @BeforeAll
    static void makeKeys() {
        ClusterPki pki = ClusterPki.open(directory, Clock.systemUTC());
        keys = SigningKeys.read(pki.signingKey("first"), List.of());
        others = SigningKeys.read(pki.signingKey("second"), List.of(pki.signingKey("first")));
    }

    @BeforeEach
    void makeObjects() {
        objects.put(ACCOUNT, "u1");
        objects.put(POD, "p1");
        objects.put(new ObjectKey("nodes", "", "node-1"), "n1");
    }

    private String token(List<String> audiences, Duration life, @Nullable Bound bound) {
        return issuer.issue("d", "web", "u1", audiences, life, bound).token();
    }

    private String token() {
        return token(List.of(), Duration.ofHours(1), null);
    }

    private String refusal(String token) {
        return ((Verdict.Invalid) verifier.verify(token, List.of())).why();
    }

    @Test
    void aTokenNamesItsAccountAndWhereItIsUsed() {
        String token = token(List.of(), Duration.ofHours(1), new Bound("Pod", "web-1", "p1"));
        Verdict.Valid valid = (Verdict.Valid) verifier.verify(token, List.of());
        assertThat(valid.audiences()).containsExactly(API);
        Caller caller = valid.caller();
        assertThat(caller.user()).isEqualTo("system:serviceaccount:d:web");
        assertThat(caller.uid()).isEqualTo("u1");
        assertThat(caller.groups())
                .containsExactly(
                        "system:serviceaccounts",
                        "system:serviceaccounts:d",
                        "system:authenticated");
        assertThat(caller.extra())
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("web-1"))
                .containsEntry("authentication.kubernetes.io/pod-uid", List.of("p1"))
                .containsEntry("authentication.kubernetes.io/node-name", List.of("node-1"))
                .containsEntry("authentication.kubernetes.io/node-uid", List.of("n1"))
                .containsKey("authentication.kubernetes.io/credential-id");
    }

    @Test
    void itEndsWithItsTime() {
        String token = token();
        clock.advance(Duration.ofMinutes(59));
        assertThat(verifier.verify(token, List.of())).isInstanceOf(Verdict.Valid.class);
        clock.advance(Duration.ofMinutes(2));
        assertThat(refusal(token)).isEqualTo("service account token has expired");
    }

    @Test
    void itEndsWithItsAccountAndWithWhatItIsBoundTo() {
        String bound = token(List.of(), Duration.ofHours(1), new Bound("Pod", "web-1", "p1"));
        objects.put(POD, "p2");
        assertThat(refusal(bound)).isEqualTo("pod UID (p2) does not match claim (p1)");
        objects.all().remove(POD);
        assertThat(refusal(bound)).isEqualTo("pods \"web-1\" not found");
        String free = token();
        objects.put(ACCOUNT, "u2");
        assertThat(refusal(free)).isEqualTo("serviceaccount UID (u2) does not match claim (u1)");
        objects.all().remove(ACCOUNT);
        assertThat(refusal(free)).isEqualTo("serviceaccounts \"web\" not found");
    }

    @Test
    void itIsForItsAudienceOnly() {
        String token = token(List.of("vault", "other"), Duration.ofHours(1), null);
        assertThat(refusal(token))
                .isEqualTo(
                        "token audiences [\"vault\" \"other\"] is invalid for the target audiences"
                                + " [\"%s\"]",
                        API);
        assertThat(verifier.verify(token, List.of("vault", "none")))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class,
                        valid -> assertThat(valid.audiences()).containsExactly("vault"));
    }

    @Test
    void nothingElseIsAToken() throws Exception {
        String token = token();
        String[] parts = token.split("\\.");
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        String foreign =
                new SignedTokens(() -> others, SETTINGS, objects, clock)
                        .issue("d", "web", "u1", List.of(), Duration.ofHours(1), null)
                        .token();
        for (String none :
                List.of(
                        "",
                        "x",
                        "a.b.c",
                        parts[0] + "." + parts[1] + ".",
                        parts[0] + "." + parts[1] + "x." + parts[2],
                        new PlainJWT(claims).serialize(),
                        foreign,
                        "y".repeat(100_000))) {
            assertThat(refusal(none)).isEmpty();
        }
    }

    @Test
    void aFormerKeyCountsOn() {
        CheckedTokens rotated = new CheckedTokens(() -> others, SETTINGS, objects, clock);
        assertThat(rotated.verify(token(), List.of())).isInstanceOf(Verdict.Valid.class);
        assertThat(others.publicSet()).contains("\"kid\"", "RS256").doesNotContain("\"d\":");
    }

    @Test
    void aVolumesTokenOutlivesWhatItsReaderIsTold() {
        Issued issued =
                issuer.issue(
                        "d",
                        "web",
                        "u1",
                        List.of(),
                        Duration.ofSeconds(3607),
                        new Bound("Pod", "web-1", "p1"));
        assertThat(issued.expiry()).isEqualTo(clock.instant().plusSeconds(3607));
        clock.advance(Duration.ofDays(300));
        assertThat(verifier.verify(issued.token(), List.of())).isInstanceOf(Verdict.Valid.class);
    }
}
