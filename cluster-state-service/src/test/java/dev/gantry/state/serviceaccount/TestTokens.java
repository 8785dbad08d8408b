package dev.gantry.state.serviceaccount;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.request.subresource.AccountTokens;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;

/** Tokens of a cluster that has no files; the issuer is that of the recorded cases' server. */
public final class TestTokens {

    private static final TokenSettings SETTINGS =
            new TokenSettings("https://kubernetes.default.svc", List.of(), null, List.of());

    private TestTokens() {}

    /** Signed with a key that is made at the first one. */
    public static AccountTokens over(ClusterReads reads, Clock clock) {
        Supplier<SigningKeys> keys = SingletonSupplier.of(TestTokens::keys);
        return new AccountTokens(
                new SignedTokens(keys, SETTINGS, reads, clock),
                new CheckedTokens(keys, SETTINGS, reads, clock));
    }

    private static SigningKeys keys() {
        try {
            RSAKey key = new RSAKeyGenerator(2048).keyID("test").generate();
            return new SigningKeys(key, List.of(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
