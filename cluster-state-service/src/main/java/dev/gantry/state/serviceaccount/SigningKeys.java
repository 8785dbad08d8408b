package dev.gantry.state.serviceaccount;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.gantry.api.digest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs and those that count.
 *
 * @param signing with its private half
 * @param all the signing key first, public halves are enough
 */
record SigningKeys(RSAKey signing, List<RSAKey> all) {

    /**
     * @throws IllegalStateException naming the file that holds no RSA key
     */
    static SigningKeys read(Path signing, List<Path> former) {
        RSAKey first = key(signing);
        if (!first.isPrivate()) {
            throw new IllegalStateException(signing + " holds no private key");
        }
        List<RSAKey> all = new ArrayList<>(List.of(first));
        former.forEach(file -> all.add(key(file)));
        return new SigningKeys(first, List.copyOf(all));
    }

    private static RSAKey key(Path file) {
        try {
            RSAKey parsed = RSAKey.parseFromPEMEncodedObjects(Files.readString(file)).toRSAKey();
            return new RSAKey.Builder(parsed)
                    .keyID(identifier(parsed))
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key of tokens " + file, e);
        } catch (JOSEException | ClassCastException e) {
            throw new IllegalStateException(file + " holds no RSA key in PEM", e);
        }
    }

    /** Of the public half's DER form, as Kubernetes names keys. */
    private static String identifier(RSAKey key) throws JOSEException {
        byte[] hash = Sha256.of(key.toPublicKey().getEncoded());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    /** The key of that name; null when it does not count. */
    @Nullable RSAKey find(@Nullable String identifier) {
        return all.stream()
                .filter(key -> key.getKeyID().equals(identifier))
                .findFirst()
                .orElse(null);
    }

    /** What everybody may know of them, as a JWK set (RFC 7517). */
    String publicSet() {
        return new JWKSet(List.<JWK>copyOf(all)).toPublicJWKSet().toString();
    }
}
