package dev.gantry.events.kafka;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.events.ChangeRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record's form on the wire: version, what it is, epoch, two revisions; for a change also names,
 * trace and the body as it is. About 120 bytes beside the body.
 *
 * <p>A reader of version n reads every version up to n. What it does not know it reports as
 * unreadable, and its informers list again.
 */
final class RecordCodec {

    private static final int VERSION = 1;
    private static final int CHANGED = 1;
    private static final int PROGRESS = 2;
    private static final int RESET = 3;

    private RecordCodec() {}

    static byte[] encode(ChangeRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(sizeBound(record));
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            switch (record) {
                case ChangeRecord.Changed changed -> {
                    head(out, CHANGED, changed.epoch());
                    changed(out, changed);
                }
                case ChangeRecord.Progress progress -> {
                    head(out, PROGRESS, progress.epoch());
                    out.writeLong(progress.revision());
                    out.writeLong(progress.previousRevision());
                }
                case ChangeRecord.Reset reset -> head(out, RESET, reset.epoch());
            }
        } catch (IOException e) {
            throw new IllegalStateException("a record too long to encode", e);
        }
        return bytes.toByteArray();
    }

    /** Usually enough, so that the bytes are copied once. */
    private static int sizeBound(ChangeRecord record) {
        byte[] body = record instanceof ChangeRecord.Changed changed ? changed.body() : null;
        return body == null ? 64 : 384 + body.length;
    }

    private static void head(DataOutputStream out, int what, UUID epoch) throws IOException {
        out.writeByte(what);
        out.writeLong(epoch.getMostSignificantBits());
        out.writeLong(epoch.getLeastSignificantBits());
    }

    private static void changed(DataOutputStream out, ChangeRecord.Changed changed)
            throws IOException {
        out.writeLong(changed.revision());
        out.writeLong(changed.previousRevision());
        out.writeByte(changed.kind().ordinal());
        out.writeUTF(changed.key().groupResource());
        out.writeUTF(changed.key().namespace());
        out.writeUTF(changed.key().name());
        out.writeUTF(changed.uid());
        String trace = changed.traceParent();
        out.writeUTF(trace == null ? "" : trace);
        byte[] body = changed.body();
        out.writeBoolean(body != null);
        if (body != null) {
            out.write(body);
        }
    }

    /**
     * @throws IOException when the bytes are of no known version, or cut off
     */
    static ChangeRecord decode(byte[] bytes) throws IOException {
        ByteArrayInputStream source = new ByteArrayInputStream(bytes);
        DataInputStream in = new DataInputStream(source);
        int version = in.readUnsignedByte();
        if (version < 1 || version > VERSION) {
            throw new IOException("version: expected 1 to " + VERSION + ", found " + version);
        }
        int what = in.readUnsignedByte();
        UUID epoch = new UUID(in.readLong(), in.readLong());
        return switch (what) {
            case CHANGED -> changed(in, source, epoch);
            case PROGRESS -> new ChangeRecord.Progress(epoch, in.readLong(), in.readLong());
            case RESET -> new ChangeRecord.Reset(epoch);
            default -> throw new IOException("expected a kind of record, found " + what);
        };
    }

    /** The body is what is left; {@code source} knows how much and copies it once. */
    private static ChangeRecord.Changed changed(
            DataInputStream in, ByteArrayInputStream source, UUID epoch) throws IOException {
        long revision = in.readLong();
        long previous = in.readLong();
        int kind = in.readUnsignedByte();
        ChangeRecord.Kind[] kinds = ChangeRecord.Kind.values();
        if (kind >= kinds.length) {
            throw new IOException("expected a kind of change, found " + kind);
        }
        ObjectKey key = new ObjectKey(in.readUTF(), in.readUTF(), in.readUTF());
        String uid = in.readUTF();
        String trace = in.readUTF();
        return new ChangeRecord.Changed(
                epoch,
                revision,
                previous,
                kinds[kind],
                key,
                uid,
                in.readBoolean() ? source.readAllBytes() : null,
                emptyToNull(trace));
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
