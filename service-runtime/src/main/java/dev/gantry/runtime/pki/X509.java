package dev.gantry.runtime.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes and reads certificates. RFC 5280. */
final class X509 {

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*");

    /** Clocks of other hosts may be behind. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    private X509() {}

    /** RSA, which every client library reads; some read no other key in a kubeconfig. */
    static KeyPair newUserKeys() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make keys", e);
        }
    }

    static KeyPair newKeys() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a key", e);
        }
    }

    static X509Certificate authority(KeyPair pair, Instant from, Instant until) throws IOException {
        X500Name name = new X500Name("CN=gantry-ca");
        JcaX509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), from, until);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature));
        identify(builder, pair.getPublic(), pair.getPublic());
        return sign(builder, pair.getPrivate());
    }

    static X509Certificate leaf(
            ClusterPki.Authority authority,
            Subject subject,
            PublicKey key,
            Instant from,
            Instant until)
            throws IOException {
        X500Name issuer =
                X500Name.getInstance(
                        authority.certificate().getSubjectX500Principal().getEncoded());
        JcaX509v3CertificateBuilder builder = builder(issuer, name(subject), key, from, until);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyAgreement));
        builder.addExtension(Extension.extendedKeyUsage, false, purposes(subject));
        if (subject.server()) {
            builder.addExtension(Extension.subjectAlternativeName, false, names(subject));
        }
        identify(builder, key, authority.certificate().getPublicKey());
        return sign(builder, authority.key());
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, RANDOM).add(BigInteger.ONE),
                Date.from(from.minus(EARLY)),
                Date.from(until),
                subject,
                key);
    }

    private static void identify(
            JcaX509v3CertificateBuilder builder, PublicKey own, PublicKey issuer)
            throws IOException {
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(own));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(issuer));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot identify a key", e);
        }
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws IOException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IOException("cannot sign a certificate", e);
        }
    }

    private static X500Name name(Subject subject) {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        subject.groups().forEach(group -> builder.addRDN(BCStyle.O, group));
        return builder.addRDN(BCStyle.CN, subject.user()).build();
    }

    private static ExtendedKeyUsage purposes(Subject subject) {
        List<KeyPurposeId> purposes = new ArrayList<>(List.of(KeyPurposeId.id_kp_clientAuth));
        if (subject.server()) {
            purposes.add(KeyPurposeId.id_kp_serverAuth);
        }
        return new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new));
    }

    private static GeneralNames names(Subject subject) {
        return new GeneralNames(
                subject.names().stream()
                        .map(
                                name ->
                                        new GeneralName(
                                                ADDRESS.matcher(name).matches()
                                                        ? GeneralName.iPAddress
                                                        : GeneralName.dNSName,
                                                name))
                        .toArray(GeneralName[]::new));
    }

    static boolean signedBy(X509Certificate certificate, ClusterPki.Authority authority) {
        try {
            certificate.verify(authority.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether the key is the certificate's. */
    static boolean matches(X509Certificate certificate, PrivateKey key) {
        try {
            String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : SIGNATURE;
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether the certificate names exactly this subject. */
    static boolean says(X509Certificate certificate, Subject subject) {
        X500Name found = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return found.equals(name(subject)) && names(certificate).equals(normal(subject.names()));
    }

    private static Set<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            Set<String> result = new HashSet<>();
            if (names != null) {
                names.forEach(name -> result.add(String.valueOf(name.get(1))));
            }
            return result;
        } catch (GeneralSecurityException e) {
            return Set.of();
        }
    }

    /** An IPv6 address reads back in full: {@code 0:0:0:0:0:0:0:1}. */
    private static Set<String> normal(List<String> names) {
        Set<String> result = new HashSet<>();
        for (String name : names) {
            result.add(name.equals("::1") ? "0:0:0:0:0:0:0:1" : name);
        }
        return result;
    }
}
