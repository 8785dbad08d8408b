package dev.gantry.runtime.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.springframework.boot.ssl.pem.PemContent;

/** Reads and writes PEM files (RFC 7468). A file is replaced whole and is its owner's only. */
final class Pem {

    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String of(X509Certificate certificate) throws IOException {
        try {
            return text("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException("cannot encode a certificate", e);
        }
    }

    static String of(PrivateKey key) {
        return text("PRIVATE KEY", key.getEncoded());
    }

    private static String text(String what, byte[] bytes) {
        return "-----BEGIN "
                + what
                + "-----\n"
                + LINES.encodeToString(bytes)
                + "\n-----END "
                + what
                + "-----\n";
    }

    static X509Certificate certificate(Path file) throws IOException {
        return PemContent.load(file).getCertificates().get(0);
    }

    static PrivateKey key(Path file) throws IOException {
        PrivateKey key = PemContent.load(file).getPrivateKey();
        if (key == null) {
            throw new IOException("there is no key in " + file);
        }
        return key;
    }

    static void write(Path file, String content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(
                next,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, content, StandardOpenOption.WRITE);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
