package dev.gantry.runtime.tls;

import dev.gantry.api.digest.Sha256;
import dev.gantry.client.door.Caller;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Reads a caller off a client certificate whose chain the handshake has verified. Kubernetes: "X509
 * client certificates".
 */
public final class CertificateCallers {

    /** Bound on certificates remembered; a cluster has few, a flood of others is forgotten. */
    private static final int REMEMBERED = 4096;

    private final Map<X509Certificate, Caller> known = new ConcurrentHashMap<>();

    /** O(1) for a certificate seen before. */
    public Caller caller(X509Certificate certificate) {
        Caller found = known.get(certificate);
        if (found != null) {
            return found;
        }
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        Caller read = read(certificate);
        known.put(certificate, read);
        return read;
    }

    private static Caller read(X509Certificate certificate) {
        X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        List<String> groups = new ArrayList<>();
        for (RDN organization : subject.getRDNs(BCStyle.O)) {
            groups.add(text(organization));
        }
        groups.add("system:authenticated");
        RDN[] names = subject.getRDNs(BCStyle.CN);
        return new Caller(
                names.length == 0 ? "" : text(names[names.length - 1]),
                "",
                List.copyOf(groups),
                Map.of(
                        "authentication.kubernetes.io/credential-id",
                        List.of("X509SHA256=" + fingerprint(certificate))));
    }

    private static String text(RDN part) {
        ASN1Encodable value = part.getFirst().getValue();
        return value instanceof ASN1String string ? string.getString() : value.toString();
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(Sha256.of(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has a form", e);
        }
    }
}
