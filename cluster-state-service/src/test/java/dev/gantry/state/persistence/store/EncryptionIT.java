package dev.gantry.state.persistence.store;

import static dev.gantry.state.store.Groups.configMap;
import static dev.gantry.state.store.Groups.create;
import static dev.gantry.state.store.Groups.group;
import static dev.gantry.state.store.Groups.replace;
import static dev.gantry.state.store.Groups.revision;
import static dev.gantry.state.store.Groups.text;
import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.persistence.Database;
import dev.gantry.state.persistence.TestDatabase;
import dev.gantry.state.persistence.encryption.BodyCipher;
import dev.gantry.state.persistence.encryption.EncryptionSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class EncryptionIT {

    @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

    private static final String OLD = "old:" + base64(1);
    private static final String NEW = "new:" + base64(2);
    private static final ObjectKey SECRET = new ObjectKey("secrets", "default", "s");

    @TempDir private Path directory;

    private static String base64(int fill) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private PostgresObjectStore open(BodyCipher cipher) {
        Database database = DATABASE.open();
        return PostgresObjectStore.open(
                database.pool(),
                database.sessions(),
                StoreSettings.defaults(),
                cipher,
                new SimpleMeterRegistry());
    }

    private BodyCipher keys(String... lines) throws IOException {
        Path file = directory.resolve("keys");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return BodyCipher.of(new EncryptionSettings(file, null));
    }

    @Test
    void secretsAreCiphertextInTheDatabaseAndMoveToAnotherKeyAndBack() throws Exception {
        try (PostgresObjectStore plain = open(BodyCipher.none())) {
            revision(plain.commit(group(create(SECRET, "hush-0"))));
            revision(plain.commit(group(create(configMap("open"), "said-loudly"))));
            assertThat(stored()).anyMatch(body -> body.contains("hush-0"));
        }
        long second;
        try (PostgresObjectStore sealed = open(keys(OLD))) {
            eventually(() -> assertThat(stored()).noneMatch(body -> body.contains("hush")));
            long first = sealed.read(SECRET).revision();
            assertThat(text(sealed.read(SECRET))).isEqualTo("hush-0");
            second = revision(sealed.commit(group(replace(SECRET, "hush-1", first))));
            assertThat(stored())
                    .noneMatch(body -> body.contains("hush"))
                    .anyMatch(body -> body.contains("said-loudly"));
            assertThat(text(sealed.statesAt(List.of(first)).get(first))).isEqualTo("hush-0");
            assertThat(sealed.confidential("secrets")).isTrue();
        }
        assertRefusesWithoutItsKey();
        try (PostgresObjectStore rotated = open(keys(NEW, OLD))) {
            eventually(() -> assertThat(stored()).noneMatch(body -> body.contains("\001\003old")));
            assertThat(rotated.read(SECRET).revision()).isEqualTo(second);
        }
        try (PostgresObjectStore newOnly = open(keys(NEW))) {
            assertThat(text(newOnly.read(SECRET))).isEqualTo("hush-1");
            assertThat(newOnly.changesAfter(second - 1, 1)).hasSize(1);
        }
        try (PostgresObjectStore identity = open(identityFirst())) {
            eventually(() -> assertThat(stored()).anyMatch(body -> body.contains("hush-1")));
            assertThat(text(identity.read(SECRET))).isEqualTo("hush-1");
        }
    }

    private void assertRefusesWithoutItsKey() throws IOException {
        try (PostgresObjectStore other = open(keys("other:" + base64(3)))) {
            assertThatThrownBy(() -> other.read(SECRET))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("old");
        }
    }

    private BodyCipher identityFirst() throws IOException {
        Path file = directory.resolve("config.yaml");
        Files.writeString(
                file,
                """
                apiVersion: apiserver.config.k8s.io/v1
                kind: EncryptionConfiguration
                resources:
                - resources: [secrets]
                  providers:
                  - identity: {}
                  - aesgcm:
                      keys:
                      - name: new
                        secret: %s
                """
                        .formatted(base64(2)));
        return BodyCipher.of(new EncryptionSettings(null, file));
    }

    /** Every body as the database holds it, byte by byte. */
    private static List<String> stored() throws SQLException {
        List<String> bodies = new ArrayList<>();
        try (Connection connection = DATABASE.open().unpooled().getConnection();
                Statement query = connection.createStatement();
                ResultSet rows =
                        query.executeQuery(
                                "SELECT body FROM objects UNION ALL SELECT body FROM changes")) {
            while (rows.next()) {
                bodies.add(new String(rows.getBytes(1), StandardCharsets.ISO_8859_1));
            }
        }
        return bodies;
    }
}
