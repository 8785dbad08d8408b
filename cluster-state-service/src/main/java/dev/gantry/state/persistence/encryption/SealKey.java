package dev.gantry.state.persistence.encryption;

import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key that wraps data keys. Its text tells the name only. */
final class SealKey {

    private final String name;
    private final SecretKey key;

    /**
     * @throws IllegalArgumentException for a key of another length than 16, 24 or 32 bytes, or a
     *     name that is empty or longer than 200 bytes
     */
    SealKey(String name, byte[] bytes) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > 200) {
            throw new IllegalArgumentException("expected a name of 1 to 200 bytes");
        }
        if (bytes.length != 16 && bytes.length != 24 && bytes.length != 32) {
            throw new IllegalArgumentException(
                    "expected 16, 24 or 32 bytes, found " + bytes.length);
        }
        this.name = name;
        this.key = new SecretKeySpec(bytes, "AES");
    }

    String name() {
        return name;
    }

    SecretKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "key " + name;
    }
}
