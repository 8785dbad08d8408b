package dev.gantry.state.persistence.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyCipherTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODw==";
    private static final byte[] BODY = "{\"kind\":\"Secret\"}".getBytes(StandardCharsets.UTF_8);
    private static final ObjectKey SECRET = new ObjectKey("secrets", "a", "b");

    @TempDir private Path directory;

    private BodyCipher keys(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), text);
        return BodyCipher.of(new EncryptionSettings(file, null));
    }

    private BodyCipher configuration(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("config"), text);
        return BodyCipher.of(new EncryptionSettings(null, file));
    }

    @Test
    void opensWhatItSealedAndSealsTheSameDifferentlyEachTime() throws IOException {
        BodyCipher cipher = keys("# comment\none:" + KEY + "\n");
        byte[] sealed = cipher.seal(SECRET, BODY);

        assertThat(cipher.open(SECRET, sealed)).isEqualTo(BODY);
        assertThat(cipher.seal(SECRET, BODY)).isNotEqualTo(sealed);
        assertThat(cipher.current("secrets", sealed)).isTrue();
        assertThat(cipher.current("secrets", BODY)).isFalse();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("Secret");
        assertThat(cipher.seal(new ObjectKey("pods", "a", "b"), BODY)).isSameAs(BODY);
    }

    @Test
    void aBodyThatWasMovedOrChangedDoesNotOpen() throws IOException {
        BodyCipher cipher = keys("one:" + KEY);
        byte[] sealed = cipher.seal(SECRET, BODY);

        assertThatThrownBy(() -> cipher.open(new ObjectKey("secrets", "a", "c"), sealed))
                .isInstanceOf(IllegalStateException.class);
        for (int at = 5; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> cipher.open(SECRET, changed))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "secrets, secrets, true",
        "secrets, secrets.example.com, false",
        "*.apps, deployments.apps, true",
        "*.apps, pods, false",
        "*., pods, true",
        "*., deployments.apps, false",
        "*.*, widgets.example.com, true",
        "*.*, leases.coordination.k8s.io, false"
    })
    void coversWhatThePatternSays(String pattern, String resource, boolean covered)
            throws IOException {
        BodyCipher cipher =
                configuration(
                        """
                        kind: EncryptionConfiguration
                        resources:
                        - resources: ["%s"]
                          providers: [{aesgcm: {keys: [{name: k, secret: %s}]}}, {identity: {}}]
                        """
                                .formatted(pattern, KEY));
        assertThat(cipher.seals(resource)).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "one",
                "one:AAAA",
                "one:AAECAwQFBgcICQoLDA0ODw==\none:AAECAwQFBgcICQoLDA0OAA=="
            })
    void aKeyFileThatIsWrongIsRefused(String text) {
        assertThatThrownBy(() -> keys(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gantry.state.encryption");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: Other",
                "kind: EncryptionConfiguration\nresources: [{resources: [secrets], providers: []}]",
                "kind: EncryptionConfiguration\n"
                        + "resources: [{resources: [secrets], providers: [{aescbc: {}}]}]",
                "kind: EncryptionConfiguration\n"
                        + "resources: [{resources: [leases.coordination.k8s.io],"
                        + " providers: [{identity: {}}]}]"
            })
    void aConfigurationThatIsWrongIsRefused(String text) {
        assertThatThrownBy(() -> configuration(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gantry.state.encryption");
    }
}
