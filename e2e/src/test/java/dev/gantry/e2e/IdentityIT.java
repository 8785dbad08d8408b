package dev.gantry.e2e;

import static dev.gantry.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.e2e.cluster.Output;
import dev.gantry.e2e.cluster.SharedCluster;
import dev.gantry.e2e.cluster.TestCluster;
import dev.gantry.e2e.cluster.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who one is: by certificate, by token, as someone else. */
@SharedCluster
class IdentityIT {

    private static final Pattern AUTHORITY =
            Pattern.compile("certificate-authority-data: *\"?([A-Za-z0-9+/=]+)");

    @TempDir private Path directory;

    /** kubectl that knows the server and has nothing but a token. */
    private Output withToken(TestNamespace in, String token, String... arguments)
            throws IOException {
        Matcher authority = AUTHORITY.matcher(Files.readString(in.cluster().kubeconfig()));
        assertThat(authority.find()).isTrue();
        Path file = directory.resolve("ca.crt");
        Files.write(file, Base64.getDecoder().decode(authority.group(1)));
        String[] all = new String[arguments.length + 4];
        all[0] = "--kubeconfig=/dev/null";
        all[1] = "--server=https://127.0.0.1:" + in.cluster().apiPort();
        all[2] = "--certificate-authority=" + file;
        all[3] = "--token=" + token;
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return in.run("", all);
    }

    @Test
    void aServiceAccountsTokenCountsUntilTheAccountIsGone(TestNamespace namespace)
            throws IOException {
        namespace.kubectl("create", "serviceaccount", "robot");
        String token = namespace.kubectl("create", "token", "robot", "--duration=15m").strip();
        assertThat(withToken(namespace, token, "auth", "whoami").succeeded().text())
                .contains(
                        "system:serviceaccount:" + namespace.name() + ":robot",
                        "system:serviceaccounts:" + namespace.name());
        assertThat(withToken(namespace, token, "get", "pods").failed().text())
                .contains("(Forbidden)", "cannot list resource \"pods\"");
        assertThat(
                        withToken(namespace, token, "get", "--raw", "/openid/v1/jwks")
                                .succeeded()
                                .text())
                .contains("\"kid\"", "RS256");
        assertThat(withToken(namespace, token + "x", "auth", "whoami").failed().text())
                .contains("Unauthorized");
        namespace.kubectl("delete", "serviceaccount", "robot");
        eventually(
                () ->
                        assertThat(withToken(namespace, token, "auth", "whoami").failed().text())
                                .contains("Unauthorized"));
    }

    @Test
    void theAdministratorActsAsAnotherWithTheOthersRights(TestNamespace namespace) {
        assertThat(namespace.kubectl("auth", "whoami", "--as=jane", "--as-group=dev"))
                .contains("jane", "[dev system:authenticated]");
        assertThat(namespace.run("", "get", "pods", "--as=jane").failed().text())
                .contains("User \"jane\" cannot list resource \"pods\"");
        assertThat(
                        namespace
                                .run("", "auth", "can-i", "delete", "pods", "--as=jane")
                                .failed()
                                .text())
                .startsWith("no");
        assertThat(namespace.kubectl("auth", "can-i", "delete", "pods")).startsWith("yes");
        assertThat(namespace.kubectl("auth", "can-i", "--list")).contains("*.*");
    }

    @Test
    void topTellsWhatNodesAndPodsUse(TestNamespace namespace, TestCluster cluster) {
        namespace.kubectlWithInput(
                Manifests.pod("busy", "while true; do :; done"), "apply", "-f", "-");
        namespace.kubectl("wait", "--for=condition=Ready", "pod/busy", "--timeout=90s");
        eventually(
                () -> assertThat(namespace.kubectl("top", "pod")).containsPattern("busy +\\d+m"));
        assertThat(cluster.kubectl("top", "node").succeeded().text())
                .containsPattern("node-1 +\\d+m +\\d+%");
        namespace.kubectl("delete", "pod", "busy");
    }
}
