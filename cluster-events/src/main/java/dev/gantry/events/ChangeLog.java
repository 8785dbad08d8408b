package dev.gantry.events;

import java.util.List;
import java.util.Set;

/**
 * The change log as its writer and its readers see it. Adapters: Kafka, and memory for tests; one
 * contract test holds both.
 */
public interface ChangeLog extends AutoCloseable {

    /** Partitions are numbered from 0; all changes of a type are in one partition. */
    int partitionOf(String groupResource);

    /** How many partitions there are. */
    int partitions();

    /**
     * Appends in order and returns when all are durable.
     *
     * @throws ChangeLogUnavailable when the outcome of any record is not known to be durable; the
     *     writer starts again at the last acknowledged record, so that a reader may see repetitions
     */
    void append(List<Addressed> records) throws ChangeLogUnavailable;

    /**
     * Reads partitions from their present end on. The end is fixed before this returns: whatever is
     * appended later is delivered, a few earlier records perhaps too.
     *
     * <p>When the log cannot be reached now, this returns all the same; {@link Reader#lost} is told
     * for each partition once its end is known.
     */
    Subscription subscribe(Set<Integer> partitions, Reader reader);

    @Override
    void close();

    /** A record and the partition it goes to. */
    record Addressed(int partition, ChangeRecord record) {}

    /**
     * Called on one thread per subscription, in order within a partition. Must not block: the
     * thread may serve other subscriptions.
     */
    interface Reader {
        void read(int partition, ChangeRecord record);

        /**
         * Records may be missing: positions were lost or the log was recreated. List again:
         * whatever is appended after this call is delivered.
         */
        void lost(int partition, String why);
    }

    /** A running read; closing it stops delivery. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** The log cannot be written to now. */
    final class ChangeLogUnavailable extends Exception {
        public ChangeLogUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
