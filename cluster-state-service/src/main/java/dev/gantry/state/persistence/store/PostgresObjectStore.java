package dev.gantry.state.persistence.store;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.persistence.encryption.BodyCipher;
import dev.gantry.state.store.CommitResult;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.StoredChange;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.store.WriteGroup;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The store on PostgreSQL. Several replicas may run on one database.
 *
 * <p>Writes go through one thread of this replica that commits what is waiting by one call; reads
 * take pooled connections; whatever this replica has just committed is read from memory.
 */
public final class PostgresObjectStore implements ObjectStore, AutoCloseable {

    private final BodyCipher cipher;
    private final Reads reads;
    private final SharedRead<Reads.Position> position;
    private final RecentChanges recent = new RecentChanges();
    private final CommitWriter writer;
    private final ChangeListener listener;
    private final Compactor compactor;
    private final Resealing resealing;
    private volatile UUID epoch;

    private PostgresObjectStore(
            DataSource pool,
            Sessions sessions,
            StoreSettings settings,
            BodyCipher cipher,
            MeterRegistry meters) {
        this.cipher = cipher;
        StoreMetrics metrics = new StoreMetrics(meters);
        this.reads = new Reads(pool, cipher);
        this.position = new SharedRead<>(reads::position);
        this.writer = new CommitWriter(sessions, settings, cipher, recent, metrics);
        this.listener = new ChangeListener(sessions, writer.id(), recent, this::revision);
        this.compactor = new Compactor(pool, settings, metrics);
        this.resealing = new Resealing(pool, cipher);
        this.epoch = reads.position().epoch();
    }

    /**
     * Opens the store of a migrated database.
     *
     * @param pool for reads
     * @param cipher seals bodies on their way into the database
     * @throws IllegalStateException when the database could lose acknowledged writes
     */
    public static PostgresObjectStore open(
            DataSource pool,
            Sessions sessions,
            StoreSettings settings,
            BodyCipher cipher,
            MeterRegistry meters) {
        try {
            Durability.require(pool);
        } catch (SQLException e) {
            throw new StoreUnavailable("the database cannot be reached", e);
        }
        PostgresObjectStore store =
                new PostgresObjectStore(pool, sessions, settings, cipher, meters);
        store.writer.start();
        store.listener.start();
        store.compactor.start();
        store.resealing.start();
        return store;
    }

    @Override
    public CommitResult commit(WriteGroup group) {
        return writer.commit(group);
    }

    @Override
    public long revision() {
        Reads.Position now = position.get();
        epoch = now.epoch();
        recent.heardOf(now.revision());
        return now.revision();
    }

    @Override
    public UUID epoch() {
        return epoch;
    }

    @Override
    public @Nullable StoredObject read(ObjectKey key) {
        return reads.one(key);
    }

    @Override
    public long snapshot(Consumer<StoredObject> each) {
        return reads.snapshot(each);
    }

    @Override
    public List<StoredChange> changesAfter(long revision, int limit) throws Compacted {
        List<StoredChange> own = recent.after(revision, limit);
        return own != null ? own : reads.changesAfter(revision, limit);
    }

    @Override
    public boolean awaitBeyond(long revision, Duration timeout) throws InterruptedException {
        return recent.awaitBeyond(revision, timeout.toNanos());
    }

    @Override
    public long compacted() {
        return reads.compacted();
    }

    @Override
    public Map<Long, StoredObject> statesAt(Collection<Long> revisions) {
        return reads.statesAt(revisions);
    }

    @Override
    public boolean confidential(String groupResource) {
        return ObjectStore.super.confidential(groupResource) || cipher.seals(groupResource);
    }

    /** Lets go of old changes now; for tests and tools, the store does so by itself. */
    public Compactor compactor() {
        return compactor;
    }

    /** Commits what was taken, refuses what waits. */
    @Override
    public void close() {
        compactor.close();
        resealing.close();
        writer.close();
        listener.close();
    }
}
