package dev.gantry.runtime.tls;

import dev.gantry.runtime.pki.PemFiles;
import dev.gantry.runtime.pki.PkiException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * Proves who this process is, as server and as client, and trusts only the cluster's authority. A
 * replaced certificate is used from the next handshake on.
 */
public final class TlsIdentity {

    private final ReloadingKey key;
    private final SSLContext context;

    private TlsIdentity(ReloadingKey key, SSLContext context) {
        this.key = key;
        this.context = context;
    }

    /**
     * @throws PkiException when a file cannot be read
     */
    public static TlsIdentity of(PemFiles files) {
        try {
            ReloadingKey key = new ReloadingKey(files);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {key}, trust(files).getTrustManagers(), null);
            return new TlsIdentity(key, context);
        } catch (IOException | GeneralSecurityException e) {
            throw new PkiException("cannot use " + files.certificate(), e);
        }
    }

    private static TrustManagerFactory trust(PemFiles files)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        List<X509Certificate> authorities = PemContent.load(files.authority()).getCertificates();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    /** For servers and clients. */
    public SSLContext context() {
        return context;
    }

    /** The certificate in use. */
    public X509Certificate certificate() {
        return key.current().chain()[0];
    }
}
