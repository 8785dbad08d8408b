package dev.gantry.runtime.tls;

import dev.gantry.runtime.pki.PemFiles;
import java.nio.file.Path;

/** Another authority's certificates; a node's files lie beside the service's. */
record GivenCertificates(PemFiles files) implements Certificates {

    @Override
    public TlsIdentity service() {
        return TlsIdentity.of(files);
    }

    @Override
    public TlsIdentity node(String name) {
        Path certificate = files.certificate().toAbsolutePath();
        return TlsIdentity.of(
                new PemFiles(
                        certificate.resolveSibling("node-" + name + ".crt"),
                        certificate.resolveSibling("node-" + name + ".key"),
                        files.authority()));
    }

    @Override
    public Path authority() {
        return files.authority();
    }
}
