package dev.gantry.runtime.pki;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authority of one cluster, in a directory that several processes may share. Safe for
 * concurrent use.
 *
 * <p>Certificates are ECDSA P-256, those of users RSA. One is made anew when it is absent or
 * unreadable, when a third of its life or less is left, when its subject or names have changed, or
 * when the authority has.
 */
public final class ClusterPki {

    /** What the authority and a certificate live; issuing again is cheap, replacing it is not. */
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

    private static final Duration LIFE = Duration.ofDays(365);

    private static final Logger log = LoggerFactory.getLogger(ClusterPki.class);

    private final Path directory;
    private final Clock clock;

    /** File locks do not exclude threads of one JVM, whichever instance they use. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private ClusterPki(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Opens the authority, creating it at the first time.
     *
     * @throws PkiException when the directory cannot be read or written
     */
    public static ClusterPki open(Path directory, Clock clock) {
        ClusterPki pki = new ClusterPki(directory, clock);
        pki.locked(pki::authority);
        return pki;
    }

    public Path authorityFile() {
        return directory.resolve("ca.crt");
    }

    /**
     * The certificate of that name, current.
     *
     * @param name of the files, without ending: {@code api-gateway}
     */
    public PemFiles issue(String name, Subject subject) {
        PemFiles files = files(name);
        locked(
                () -> {
                    Authority authority = authority();
                    if (!current(files, subject, authority)) {
                        write(files, subject, authority);
                    }
                    return files;
                });
        return files;
    }

    /**
     * A private key of that name that signs something other than certificates, RSA, in PKCS #8;
     * made when there is none. It is never replaced: what it has signed would count no more.
     *
     * @param name of the file, without ending: {@code service-accounts}
     */
    public Path signingKey(String name) {
        Path file = directory.resolve(name + ".key");
        return locked(
                () -> {
                    if (!Files.exists(file)) {
                        Pem.write(file, Pem.of(X509.newUserKeys().getPrivate()));
                        log.atInfo().addKeyValue("file", file).log("signing key created");
                    }
                    return file;
                });
    }

    /** Where a certificate is or would be. */
    public PemFiles files(String name) {
        return new PemFiles(
                directory.resolve(name + ".crt"),
                directory.resolve(name + ".key"),
                authorityFile());
    }

    private void write(PemFiles files, Subject subject, Authority authority) throws IOException {
        KeyPair pair = subject.server() ? X509.newKeys() : X509.newUserKeys();
        Instant now = clock.instant();
        X509Certificate certificate =
                X509.leaf(authority, subject, pair.getPublic(), now, now.plus(LIFE));
        // The key goes last: a reader that finds a pair that does not match reads again.
        Pem.write(files.certificate(), Pem.of(certificate));
        Pem.write(files.key(), Pem.of(pair.getPrivate()));
        log.atInfo()
                .addKeyValue("user", subject.user())
                .addKeyValue("until", certificate.getNotAfter().toInstant())
                .log("certificate issued");
    }

    private boolean current(PemFiles files, Subject subject, Authority authority) {
        try {
            X509Certificate found = Pem.certificate(files.certificate());
            PrivateKey key = Pem.key(files.key());
            return X509.signedBy(found, authority)
                    && X509.matches(found, key)
                    && X509.says(found, subject)
                    && young(found);
        } catch (IOException | IllegalStateException absentOrBroken) {
            return false;
        }
    }

    private boolean young(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        Duration life = Duration.between(from, until);
        Instant now = clock.instant();
        return !now.isBefore(from) && now.isBefore(until.minus(life.dividedBy(3)));
    }

    private Authority authority() throws IOException {
        Path keyFile = directory.resolve("ca.key");
        try {
            X509Certificate found = Pem.certificate(authorityFile());
            PrivateKey key = Pem.key(keyFile);
            if (X509.matches(found, key)
                    && clock.instant().isBefore(found.getNotAfter().toInstant())) {
                return new Authority(found, key);
            }
        } catch (IOException | IllegalStateException absentOrBroken) {
            log.atDebug().setCause(absentOrBroken).log("no usable authority yet");
        }
        KeyPair pair = X509.newKeys();
        Instant now = clock.instant();
        X509Certificate certificate = X509.authority(pair, now, now.plus(AUTHORITY_LIFE));
        Pem.write(keyFile, Pem.of(pair.getPrivate()));
        Pem.write(authorityFile(), Pem.of(certificate));
        log.atInfo().addKeyValue("file", authorityFile()).log("certificate authority created");
        return new Authority(certificate, pair.getPrivate());
    }

    /** Excludes this process' threads and other processes. */
    private <T> T locked(Work<T> work) {
        ONE_AT_A_TIME.lock();
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            try (FileChannel channel =
                            FileChannel.open(
                                    directory.resolve(".lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!held.isValid()) {
                    throw new IOException("the lock of " + directory + " was lost");
                }
                return work.run();
            }
        } catch (IOException e) {
            throw new PkiException("cannot use the certificates in " + directory, e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** The authority's own certificate and key. */
    record Authority(X509Certificate certificate, PrivateKey key) {}
}
