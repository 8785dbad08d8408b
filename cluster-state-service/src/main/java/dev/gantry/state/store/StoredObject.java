package dev.gantry.state.store;

import dev.gantry.api.catalog.ObjectKey;
import java.nio.charset.StandardCharsets;

/**
 * An object as it is kept: its body has no {@code metadata.resourceVersion}, but an offset where it
 * is spliced in.
 *
 * @param uid {@code metadata.uid}
 * @param revision of its last write
 * @param createdRevision of its first write
 * @param body UTF-8 JSON; never changed
 * @param spliceAt offset in {@code body}, just after the opening brace of {@code metadata}
 */
public record StoredObject(
        ObjectKey key, String uid, long revision, long createdRevision, byte[] body, int spliceAt) {

    /** The document as clients see it. O(size). */
    public byte[] rendered() {
        return render(body, spliceAt, revision);
    }

    /** Puts {@code "resourceVersion":"N",} at the offset; metadata always holds a name after it. */
    public static byte[] render(byte[] body, int spliceAt, long revision) {
        byte[] insert =
                ("\"resourceVersion\":\"" + revision + "\",").getBytes(StandardCharsets.US_ASCII);
        byte[] out = new byte[body.length + insert.length];
        System.arraycopy(body, 0, out, 0, spliceAt);
        System.arraycopy(insert, 0, out, spliceAt, insert.length);
        System.arraycopy(body, spliceAt, out, spliceAt + insert.length, body.length - spliceAt);
        return out;
    }
}
