package dev.gantry.benchmarks.wire;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** Where the API is and who asks it. */
public record Server(String host, int port, SSLContext tls) {

    /**
     * As a kubeconfig says.
     *
     * @throws IllegalStateException when its certificates cannot be used
     */
    public static Server of(Path kubeconfig) {
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        URI url = URI.create(config.getMasterUrl());
        try {
            return new Server(url.getHost(), url.getPort(), SSLUtils.sslContext(config));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificates of " + kubeconfig, e);
        }
    }
}
