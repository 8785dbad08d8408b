package dev.gantry.runtime.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.client.door.Caller;
import dev.gantry.runtime.tls.CertificateCallers;
import dev.gantry.testkit.time.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPkiTest {

    private static final Subject NODE =
            Subject.of(Caller.node("node-1"), ServerNames.local(List.of("node-1")));

    @TempDir Path directory;
    private final VirtualClock clock = new VirtualClock();

    private ClusterPki pki() {
        return ClusterPki.open(directory.resolve("pki"), clock);
    }

    private static X509Certificate read(PemFiles files) throws IOException {
        return Pem.certificate(files.certificate());
    }

    @Test
    void aCertificateNamesItsCaller() throws Exception {
        X509Certificate certificate = read(pki().issue("node-1", NODE));
        Caller caller = new CertificateCallers().caller(certificate);
        assertThat(caller.user()).isEqualTo("system:node:node-1");
        assertThat(caller.groups()).containsExactly("system:nodes", "system:authenticated");
        assertThat(caller.extra().get("authentication.kubernetes.io/credential-id").get(0))
                .startsWith("X509SHA256=");
    }

    @Test
    void keysAreTheirOwnersOnly() throws Exception {
        PemFiles files = pki().issue("node-1", NODE);
        assertThat(Files.getPosixFilePermissions(files.key()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(directory.resolve("pki")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aCurrentCertificateStays() throws Exception {
        X509Certificate first = read(pki().issue("node-1", NODE));
        clock.advance(Duration.ofDays(200));
        assertThat(read(pki().issue("node-1", NODE))).isEqualTo(first);
    }

    @Test
    void oneIsIssuedAgainWhenItIsOldOrSaysSomethingElseOrIsBroken() throws Exception {
        X509Certificate first = read(pki().issue("node-1", NODE));
        clock.advance(Duration.ofDays(250));
        X509Certificate second = read(pki().issue("node-1", NODE));
        assertThat(second).isNotEqualTo(first);
        Subject more = Subject.of(Caller.node("node-1"), List.of("10.0.0.1", "::1"));
        X509Certificate third = read(pki().issue("node-1", more));
        assertThat(third).isNotEqualTo(second);
        assertThat(read(pki().issue("node-1", more))).isEqualTo(third);
        Files.writeString(pki().files("node-1").key(), "half a k");
        assertThat(read(pki().issue("node-1", more))).isNotEqualTo(third);
    }

    @Test
    void aNewAuthorityReplacesAllCertificates() throws Exception {
        X509Certificate first = read(pki().issue("node-1", NODE));
        Files.delete(directory.resolve("pki/ca.key"));
        assertThat(read(pki().issue("node-1", NODE))).isNotEqualTo(first);
    }

    @Test
    void theKubeconfigHoldsAllThatIsNeeded() throws Exception {
        PemFiles admin =
                ClusterPki.open(directory, Clock.systemUTC())
                        .issue("admin", Subject.administrator());
        Path file = directory.resolve("kubeconfig");
        Kubeconfig.write(file, "https://127.0.0.1:6443", "gantry-admin", admin);
        assertThat(Files.readString(file))
                .contains("server: https://127.0.0.1:6443")
                .contains("client-key-data: LS0tLS1CRUdJTi");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
