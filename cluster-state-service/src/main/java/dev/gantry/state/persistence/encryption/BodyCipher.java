package dev.gantry.state.persistence.encryption;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens bodies by AES-GCM under an envelope: each process has a data key for each key of
 * the configuration, which wraps it; the wrapped data key travels with every body. Thread-safe.
 *
 * <p>A sealed body: byte 1, the key name's length and the name, 12 bytes of nonce and the wrapped
 * data key (48), 12 bytes of nonce and the sealed text. The object's key is authenticated along, so
 * that a body moved to another object does not open. A JSON document begins with a brace, so sealed
 * and plain ones stand side by side.
 */
public final class BodyCipher {

    /** How many leading bytes of a stored body tell which key sealed it. */
    public static final int HEAD_BYTES = 256;

    private static final byte SEALED = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int WRAPPED = 48;
    private static final int MOST_USES = 1 << 24;
    private static final int OPENED_KEPT = 256;

    private final List<Rule> rules;
    private final Map<String, SealKey> keys = new TreeMap<>();
    private final Map<String, DataKey> sealing = new LinkedHashMap<>();
    private final Map<ByteBuffer, SecretKey> opened = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();

    private BodyCipher(List<Rule> rules) {
        this.rules = rules;
        for (Rule rule : rules) {
            for (SealKey key : rule.keys()) {
                SealKey other = keys.putIfAbsent(key.name(), key);
                if (other != null && !other.key().equals(key.key())) {
                    throw new IllegalArgumentException(
                            "gantry.state.encryption: two keys are called " + key.name());
                }
            }
        }
    }

    /**
     * @throws IllegalArgumentException when the configuration cannot be read or understood
     */
    public static BodyCipher of(EncryptionSettings settings) {
        return new BodyCipher(EncryptionFile.read(settings));
    }

    /** Stores everything as it is, and opens nothing. */
    public static BodyCipher none() {
        return new BodyCipher(List.of());
    }

    /** Whether bodies of the resource are kept from whoever reads the database. */
    public boolean seals(String groupResource) {
        return sealerOf(groupResource) != null;
    }

    private @Nullable SealKey sealerOf(String groupResource) {
        for (Rule rule : rules) {
            if (rule.covers(groupResource)) {
                return rule.seals() ? rule.keys().getFirst() : null;
            }
        }
        return null;
    }

    /** The form in which a body is stored. */
    public byte[] seal(ObjectKey of, byte[] body) {
        SealKey key = sealerOf(of.groupResource());
        if (key == null) {
            return body;
        }
        try {
            DataKey data = dataKey(key);
            byte[] name = key.name().getBytes(StandardCharsets.UTF_8);
            byte[] nonce = nonce();
            byte[] text = cipher(Cipher.ENCRYPT_MODE, data.key(), nonce, bound(of)).doFinal(body);
            return ByteBuffer.allocate(
                            2 + name.length + data.wrapped().length + NONCE + text.length)
                    .put(SEALED)
                    .put((byte) name.length)
                    .put(name)
                    .put(data.wrapped())
                    .put(nonce)
                    .put(text)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a body cannot be sealed", e);
        }
    }

    /**
     * The body of what is stored, sealed or not.
     *
     * @throws IllegalStateException when its key is not configured, or it was tampered with
     */
    public byte[] open(ObjectKey of, byte[] stored) {
        String name = keyOf(stored);
        if (name == null) {
            return stored;
        }
        SealKey key = keys.get(name);
        if (key == null) {
            throw new IllegalStateException(
                    "%s is encrypted with key %s, which gantry.state.encryption does not name"
                            .formatted(of, name));
        }
        int at = 2 + (stored[1] & 0xff);
        try {
            SecretKey data = unwrapped(key, Arrays.copyOfRange(stored, at, at + NONCE + WRAPPED));
            at += NONCE + WRAPPED;
            byte[] nonce = Arrays.copyOfRange(stored, at, at + NONCE);
            return cipher(Cipher.DECRYPT_MODE, data, nonce, bound(of))
                    .doFinal(stored, at + NONCE, stored.length - at - NONCE);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalStateException(of + " does not open with key " + name, e);
        }
    }

    /** Whether a body is stored as it would be today, judged by its first bytes. */
    public boolean current(String groupResource, byte[] head) {
        SealKey wanted = sealerOf(groupResource);
        String found = keyOf(head);
        return wanted == null ? found == null : wanted.name().equals(found);
    }

    /** Differs when another key seals, or other resources are sealed. */
    public String fingerprint() {
        StringBuilder text = new StringBuilder();
        for (Rule rule : rules) {
            text.append(rule.resources()).append(rule.seals());
            rule.keys().forEach(key -> text.append(key));
        }
        return text.isEmpty() ? "" : HexFormat.of().formatHex(Sha256.of(text.toString()));
    }

    private static @Nullable String keyOf(byte[] stored) {
        if (stored.length < 2 || stored[0] != SEALED) {
            return null;
        }
        int length = Math.min(stored[1] & 0xff, stored.length - 2);
        return new String(stored, 2, length, StandardCharsets.UTF_8);
    }

    private static byte[] bound(ObjectKey of) {
        return (of.groupResource() + "/" + of.namespace() + "/" + of.name())
                .getBytes(StandardCharsets.UTF_8);
    }

    private record DataKey(SecretKey key, byte[] wrapped, int[] uses) {}

    private DataKey dataKey(SealKey by) throws GeneralSecurityException {
        synchronized (sealing) {
            DataKey known = sealing.get(by.name());
            if (known == null || known.uses()[0]++ >= MOST_USES) {
                byte[] bytes = new byte[32];
                random.nextBytes(bytes);
                byte[] nonce = nonce();
                byte[] wrapped =
                        cipher(Cipher.ENCRYPT_MODE, by.key(), nonce, nameOf(by)).doFinal(bytes);
                byte[] both = ByteBuffer.allocate(NONCE + WRAPPED).put(nonce).put(wrapped).array();
                known = new DataKey(new SecretKeySpec(bytes, "AES"), both, new int[1]);
                sealing.put(by.name(), known);
            }
            return known;
        }
    }

    private SecretKey unwrapped(SealKey by, byte[] wrapped) throws GeneralSecurityException {
        ByteBuffer id = ByteBuffer.wrap(wrapped);
        synchronized (opened) {
            SecretKey known = opened.get(id);
            if (known != null) {
                return known;
            }
        }
        byte[] nonce = Arrays.copyOf(wrapped, NONCE);
        byte[] bytes =
                cipher(Cipher.DECRYPT_MODE, by.key(), nonce, nameOf(by))
                        .doFinal(wrapped, NONCE, WRAPPED);
        SecretKey key = new SecretKeySpec(bytes, "AES");
        synchronized (opened) {
            if (opened.size() >= OPENED_KEPT) {
                opened.remove(opened.keySet().iterator().next());
            }
            opened.put(id, key);
        }
        return key;
    }

    private static byte[] nameOf(SealKey key) {
        return key.name().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] nonce() {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return nonce;
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] bound)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }
}
