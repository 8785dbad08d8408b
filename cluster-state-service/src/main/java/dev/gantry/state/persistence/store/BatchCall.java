package dev.gantry.state.persistence.store;

import dev.gantry.state.persistence.encryption.BodyCipher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The two calls of the write path, on one connection in autocommit mode. */
final class BatchCall {

    private static final String COMMIT =
            "SELECT * FROM commit_batch(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SETTLE = "SELECT * FROM settle_batch(?, ?)";

    private BatchCall() {}

    /** Commits, and returns when that is durable. */
    static BatchAnswer commit(
            Connection connection, UUID writer, long number, Batch batch, BodyCipher cipher)
            throws SQLException {
        List<Batch.Operation> operations = batch.operations();
        List<byte[]> bodies = operations.stream().map(o -> stored(o, cipher)).toList();
        try (PreparedStatement call = connection.prepareStatement(COMMIT)) {
            call.setObject(1, writer);
            call.setLong(2, number);
            call.setObject(3, batch.sizes());
            setTexts(call, 4, batch.groups().stream().map(p -> p.group().actor()).toArray());
            setTexts(call, 5, batch.groups().stream().map(p -> p.group().traceParent()).toArray());
            call.setObject(6, operations.stream().mapToInt(Batch.Operation::kind).toArray());
            setTexts(call, 7, operations.stream().map(o -> o.key().groupResource()).toArray());
            setTexts(call, 8, operations.stream().map(o -> o.key().namespace()).toArray());
            setTexts(call, 9, operations.stream().map(o -> o.key().name()).toArray());
            setTexts(call, 10, operations.stream().map(Batch.Operation::uid).toArray());
            call.setObject(11, operations.stream().mapToLong(Batch.Operation::revision).toArray());
            call.setObject(12, operations.stream().mapToInt(Batch.Operation::spliceAt).toArray());
            call.setObject(13, bodies.stream().mapToInt(b -> b.length).toArray());
            call.setBytes(14, joined(bodies));
            try (ResultSet row = call.executeQuery()) {
                row.next();
                return BatchAnswer.read(row, "committed_at");
            }
        }
    }

    private static void setTexts(PreparedStatement call, int index, Object[] values)
            throws SQLException {
        call.setArray(index, call.getConnection().createArrayOf("text", values));
    }

    /** Guards have no body. */
    private static byte[] stored(Batch.Operation operation, BodyCipher cipher) {
        byte[] body = operation.body();
        return body.length == 0 ? body : cipher.seal(operation.key(), body);
    }

    private static byte[] joined(List<byte[]> bodies) {
        byte[] all = new byte[bodies.stream().mapToInt(b -> b.length).sum()];
        int at = 0;
        for (byte[] body : bodies) {
            System.arraycopy(body, 0, all, at, body.length);
            at += body.length;
        }
        return all;
    }

    /** Finds what became of a batch; one that is not found can not be committed any more. */
    static Optional<BatchAnswer> settle(Connection connection, UUID writer, long number)
            throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(SETTLE)) {
            call.setObject(1, writer);
            call.setLong(2, number);
            try (ResultSet row = call.executeQuery()) {
                return row.next()
                        ? Optional.of(BatchAnswer.read(row, "answered_at"))
                        : Optional.empty();
            }
        }
    }
}
