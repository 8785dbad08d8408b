package dev.gantry.state.persistence.store;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.events.ChangeRecord;
import dev.gantry.state.persistence.encryption.BodyCipher;
import dev.gantry.state.store.StoredChange;
import dev.gantry.state.store.StoredObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** Rows of {@code objects} and {@code changes}, by the positions in the column lists here. */
final class Rows {

    static final String OBJECT =
            "resource, namespace, name, uid, revision, created_revision, body, splice_at";
    static final String CHANGE =
            OBJECT + ", kind, previous_revision, actor, committed_at, trace_parent";

    private static final ChangeRecord.Kind[] KINDS = {
        ChangeRecord.Kind.ADDED, ChangeRecord.Kind.MODIFIED, ChangeRecord.Kind.DELETED
    };

    private Rows() {}

    static StoredObject object(ResultSet row, BodyCipher cipher) throws SQLException {
        ObjectKey key =
                new ObjectKey(row.getString(1).intern(), row.getString(2), row.getString(3));
        return new StoredObject(
                key,
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                cipher.open(key, row.getBytes(7)),
                row.getInt(8));
    }

    static StoredChange change(ResultSet row, BodyCipher cipher) throws SQLException {
        return new StoredChange(
                KINDS[row.getInt(9) - 1],
                object(row, cipher),
                row.getLong(10),
                row.getString(11),
                row.getObject(12, OffsetDateTime.class).toInstant(),
                row.getString(13));
    }
}
