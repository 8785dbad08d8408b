package dev.gantry.state.persistence.encryption;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Encryption of stored bodies. Without either file nothing is encrypted.
 *
 * @param keyFile keys for Secrets, one {@code NAME:BASE64} a line, 16, 24 or 32 bytes each; the
 *     first one seals, all of them open
 * @param configFile an {@code EncryptionConfiguration} of {@code apiserver.config.k8s.io/v1} with
 *     the providers {@code aesgcm} and {@code identity}, instead of a key file
 */
@ConfigurationProperties("gantry.state.encryption")
public record EncryptionSettings(@Nullable Path keyFile, @Nullable Path configFile) {

    public EncryptionSettings {
        if (keyFile != null && configFile != null) {
            throw new IllegalArgumentException(
                    "gantry.state.encryption: expected key-file or config-file, found both");
        }
    }
}
