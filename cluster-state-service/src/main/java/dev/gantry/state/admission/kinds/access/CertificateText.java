package dev.gantry.state.admission.kinds.access;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and requests as PEM behind base64. RFC 7468, RFC 2986. Pure. */
final class CertificateText {

    private static final Pattern REQUEST =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE REQUEST-----\\s*([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE"
                            + " REQUEST-----");
    private static final int SEQUENCE = 0x30;

    private CertificateText() {}

    /** Why the text holds no certificate request; empty when it does. */
    static String problemOfRequest(String base64) {
        Matcher matcher = REQUEST.matcher(decoded(base64));
        if (!matcher.find()) {
            return "PEM block type must be CERTIFICATE REQUEST";
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            return isSequence(der) ? "" : "asn1: structure error";
        } catch (IllegalArgumentException e) {
            return "PEM block is no base64";
        }
    }

    /** One whole sequence and nothing behind it. */
    private static boolean isSequence(byte[] der) {
        if (der.length < 4 || der[0] != SEQUENCE) {
            return false;
        }
        int length = der[1] & 0xff;
        int header = 2;
        if (length > 0x80) {
            int bytes = length - 0x80;
            length = 0;
            for (int i = 0; i < bytes && i < 3; i++) {
                length = length << 8 | der[2 + i] & 0xff;
            }
            header += bytes;
        }
        return header + length == der.length;
    }

    /** Why the text holds no chain of certificates; empty when it does. */
    static String problemOfCertificate(String base64) {
        String pem = decoded(base64);
        if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
            return "must contain at least one CERTIFICATE PEM block";
        }
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            return "";
        } catch (CertificateException e) {
            return "must contain valid certificates: " + e.getMessage();
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
