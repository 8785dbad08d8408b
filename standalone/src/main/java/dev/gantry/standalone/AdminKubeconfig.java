package dev.gantry.standalone;

import dev.gantry.runtime.pki.ClusterPki;
import dev.gantry.runtime.pki.Kubeconfig;
import dev.gantry.runtime.pki.Subject;
import java.nio.file.Path;

/** The administrator's way in: {@code kubeconfig} in the data directory. */
final class AdminKubeconfig {

    private AdminKubeconfig() {}

    /**
     * @param port of the gateway on 127.0.0.1
     */
    static Path write(Path data, ClusterPki pki, int port) {
        Path file = data.resolve("kubeconfig");
        Kubeconfig.write(
                file,
                "https://127.0.0.1:" + port,
                "gantry-admin",
                pki.issue("admin", Subject.administrator()));
        return file;
    }
}
