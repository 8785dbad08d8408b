package dev.gantry.runtime.tls;

import java.nio.file.Path;

/** The identities that this process holds. */
public interface Certificates {

    /** Of this service, as server and client. */
    TlsIdentity service();

    /**
     * Of the agent of one node that this process serves, as server and client.
     *
     * @throws dev.gantry.runtime.pki.PkiException when there is none and it cannot be made
     */
    TlsIdentity node(String name);

    /** The authority's certificate, PEM. */
    Path authority();
}
