package dev.gantry.state.persistence.store;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** What {@code commit_batch} answered, at once or looked up later; its columns explain it. */
record BatchAnswer(
        long base,
        Instant committedAt,
        int[] refused,
        int[] reasons,
        long[] foundRevisions,
        String[] foundUids,
        long[] created) {

    static BatchAnswer read(ResultSet row, String timeColumn) throws SQLException {
        return new BatchAnswer(
                row.getLong("base"),
                row.getObject(timeColumn, OffsetDateTime.class).toInstant(),
                ints(row.getArray("refused")),
                ints(row.getArray("reasons")),
                longs(row.getArray("found_revisions")),
                (String[]) row.getArray("found_uids").getArray(),
                longs(row.getArray("created")));
    }

    private static int[] ints(Array array) throws SQLException {
        Integer[] boxed = (Integer[]) array.getArray();
        int[] values = new int[boxed.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = boxed[i];
        }
        return values;
    }

    private static long[] longs(Array array) throws SQLException {
        Long[] boxed = (Long[]) array.getArray();
        long[] values = new long[boxed.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = boxed[i];
        }
        return values;
    }
}
