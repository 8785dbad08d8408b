package dev.gantry.runtime.tls;

import dev.gantry.runtime.pki.PemFiles;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * One key and its certificate, read again at a handshake when the file is newer; looked at no more
 * than every ten seconds. A pair that cannot be read leaves the one in use.
 */
final class ReloadingKey extends X509ExtendedKeyManager {

    private static final Logger log = LoggerFactory.getLogger(ReloadingKey.class);
    private static final String ALIAS = "self";
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PemFiles files;
    private volatile Pair pair;
    private volatile long lookedNanos = System.nanoTime();

    ReloadingKey(PemFiles files) throws IOException {
        this.files = files;
        this.pair = read();
    }

    private Pair read() throws IOException {
        FileTime changed = Files.getLastModifiedTime(files.key());
        X509Certificate[] chain =
                PemContent.load(files.certificate())
                        .getCertificates()
                        .toArray(X509Certificate[]::new);
        PrivateKey key = PemContent.load(files.key()).getPrivateKey();
        if (key == null) {
            throw new IOException("there is no key in " + files.key());
        }
        return new Pair(chain, key, changed);
    }

    Pair current() {
        long now = System.nanoTime();
        if (now - lookedNanos > LOOK_NANOS) {
            lookedNanos = now;
            reload();
        }
        return pair;
    }

    private void reload() {
        try {
            if (!Files.getLastModifiedTime(files.key()).equals(pair.changed())) {
                pair = read();
            }
        } catch (IOException | IllegalStateException e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("file", files.certificate())
                    .log("a replaced certificate cannot be read; the old one stays in use");
        }
    }

    private @Nullable String alias(String keyType) {
        return current().key().getAlgorithm().equals(keyType) ? ALIAS : null;
    }

    private @Nullable String alias(String[] keyTypes) {
        return Stream.of(keyTypes).anyMatch(type -> alias(type) != null) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return pair.chain();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return pair.key();
    }

    /** A chain, leaf first, and its key. */
    record Pair(X509Certificate[] chain, PrivateKey key, FileTime changed) {}
}
