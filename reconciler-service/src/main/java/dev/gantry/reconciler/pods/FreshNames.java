package dev.gantry.reconciler.pods;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Names for what is created next. The same salt gives the same names, so that creating again after
 * an unknown outcome is refused as "already exists" instead of making a second object; the owner's
 * {@link Attempts} change the salt once an outcome is known.
 *
 * @param prefix what the names begin with, such as {@code web-7c5ddbdf54-}
 */
public record FreshNames(String prefix, String ownerUid, String salt) {

    private static final int SUFFIX_LENGTH = 5;
    private static final int LONGEST_PREFIX = 63 - SUFFIX_LENGTH;

    /** Letters and digits that form no words. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    public FreshNames {
        if (prefix.length() > LONGEST_PREFIX) {
            prefix = prefix.substring(0, LONGEST_PREFIX);
        }
    }

    /** So many names, none of them taken. */
    public List<String> take(int count, Set<String> taken) {
        List<String> names = new ArrayList<>(count);
        Set<String> used = new java.util.HashSet<>(taken);
        for (int n = 0; names.size() < count; n++) {
            String name = prefix + suffix(hash64(ownerUid + "/" + salt + "/" + n));
            if (used.add(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static String suffix(long hash) {
        StringBuilder text = new StringBuilder(SUFFIX_LENGTH);
        long rest = hash;
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            text.append(ALPHABET.charAt((int) Long.remainderUnsigned(rest, ALPHABET.length())));
            rest = Long.divideUnsigned(rest, ALPHABET.length());
        }
        return text.toString();
    }

    /** FNV-1a, 64 bits, its bits mixed once more. */
    private static long hash64(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
        return hash ^ (hash >>> 32);
    }

    /**
     * Each character of a decimal number as a safe letter: how Kubernetes writes hashes into names.
     */
    public static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            safe.append(ALPHABET.charAt(text.charAt(i) % ALPHABET.length()));
        }
        return safe.toString();
    }
}
