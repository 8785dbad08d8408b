package dev.gantry.backends.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {

    @TempDir Path directory;
    private Path passwd;

    @BeforeEach
    void writeUsers() throws IOException {
        passwd = directory.resolve("passwd");
        Files.writeString(passwd, "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533:::\n");
    }

    @Test
    void anOrdinaryUserRunsTheServerItself() {
        assertThat(Account.choose(false, c -> false, passwd)).isEqualTo(new Account.Self());
    }

    @Test
    void rootTakesAUserNamespace() {
        assertThat(Account.choose(true, c -> c.contains("-U"), passwd))
                .isEqualTo(new Account.UserNamespace());
    }

    @Test
    void rootWithoutUserNamespacesBecomesAnUnprivilegedUser() {
        assertThat(Account.choose(true, c -> !c.contains("-U"), passwd))
                .isEqualTo(new Account.Unprivileged("nobody", 65534, 65533));
    }

    @Test
    void rootWithNeitherIsToldWhatIsMissing() {
        assertThatThrownBy(() -> Account.choose(true, c -> false, passwd))
                .isInstanceOf(PostgresFailed.class)
                .hasMessageContaining("unshare -U");
    }

    @Test
    void theCommandGoesBeforeTheProgram() {
        assertThat(new Account.Unprivileged("nobody", 7, 8).prefix())
                .isEqualTo(List.of("setpriv", "--reuid=7", "--regid=8", "--clear-groups", "--"));
    }
}
