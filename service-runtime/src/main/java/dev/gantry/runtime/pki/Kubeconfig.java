package dev.gantry.runtime.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Writes the file by which kubectl and every client library find the cluster and are let in. */
public final class Kubeconfig {

    private Kubeconfig() {}

    /**
     * Replaces the file, its owner's only. Keys are inside, so that it can be carried away.
     *
     * @param server for example {@code https://127.0.0.1:6443}
     * @throws PkiException when a file cannot be read or written
     */
    public static void write(Path file, String server, String user, PemFiles identity) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Pem.write(
                    file,
                    """
                    apiVersion: v1
                    kind: Config
                    current-context: gantry
                    clusters:
                    - name: gantry
                      cluster:
                        server: %s
                        certificate-authority-data: %s
                    contexts:
                    - name: gantry
                      context:
                        cluster: gantry
                        user: %s
                    users:
                    - name: %s
                      user:
                        client-certificate-data: %s
                        client-key-data: %s
                    """
                            .formatted(
                                    server,
                                    data(identity.authority()),
                                    user,
                                    user,
                                    data(identity.certificate()),
                                    data(identity.key())));
        } catch (IOException e) {
            throw new PkiException("cannot write " + file, e);
        }
    }

    private static String data(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
