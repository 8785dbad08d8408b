package dev.gantry.state.publisher;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.client.trace.Steps;
import dev.gantry.events.ChangeLog;
import dev.gantry.events.ChangeLog.Addressed;
import dev.gantry.events.ChangeLog.ChangeLogUnavailable;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.store.StoredChange;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells committed changes to the log while it holds the seat: strictly in order, from the last
 * revision that is known to be in the log.
 *
 * <p>Each partition hears how far the store is every second and when a burst of changes is over.
 * Readers list again at the beginning of an epoch, and when changes are gone that were not told.
 */
public final class Publisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final int AT_ONCE = 256;

    /** So many changes in one append mean load: a record costs less among more. */
    private static final int MANY = 8;

    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
    private static final long REMEMBER_NANOS = Duration.ofMillis(200).toNanos();

    private final ObjectStore store;
    private final ChangeLog log;
    private final PublisherSeat seat;
    private final PublisherSettings settings;
    private final MeterRegistry meters;
    private final Steps steps;
    private final AtomicLong published;
    private final AtomicLong holding;
    private final Thread thread;
    private volatile boolean closed;

    private Publisher(
            ObjectStore store,
            ChangeLog log,
            PublisherSeat seat,
            PublisherSettings settings,
            MeterRegistry meters,
            Steps steps) {
        this.store = store;
        this.log = log;
        this.seat = seat;
        this.settings = settings;
        this.meters = meters;
        this.steps = steps;
        this.published = meters.gauge("gantry.publisher.revision", new AtomicLong());
        this.holding = meters.gauge("gantry.publisher.active", new AtomicLong());
        this.thread = Thread.ofVirtual().name("state-publish").unstarted(this::run);
    }

    /** Begins to publish as soon as the seat is free. */
    public static Publisher start(
            ObjectStore store,
            ChangeLog log,
            PublisherSeat seat,
            PublisherSettings settings,
            MeterRegistry meters,
            Steps steps) {
        Publisher publisher = new Publisher(store, log, seat, settings, meters, steps);
        publisher.thread.start();
        return publisher;
    }

    private void run() {
        Duration pause = settings.retry();
        while (!closed) {
            try (PublisherSeat.Held held = seat.take()) {
                if (held == null) {
                    Thread.sleep(settings.standby());
                    continue;
                }
                holding.set(1);
                Term term = new Term(held);
                try {
                    term.serve();
                } finally {
                    holding.set(0);
                    pause = term.toldSomething() ? settings.retry() : pause;
                }
            } catch (InterruptedException e) {
                return;
            } catch (ChangeLogUnavailable | RuntimeException e) {
                meters.counter("gantry.publisher.failures").increment();
                LOG.atWarn()
                        .addKeyValue("why", e.getMessage())
                        .log("changes are not published for now");
                pause = waitLonger(pause);
            }
        }
    }

    private Duration waitLonger(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            closed = true;
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
    }

    /** The time on the seat, until something fails. */
    private final class Term {

        private final PublisherSeat.Held held;
        private Told told;
        private boolean toldSomething;
        private long rememberedAt;
        private long progressAt;
        private boolean burst;
        private int lastAppended;

        Term(PublisherSeat.Held held) {
            this.held = held;
            this.told = held.told().orElse(Told.from(new java.util.UUID(0, 0), 0, 0));
        }

        boolean toldSomething() {
            return toldSomething;
        }

        void serve() throws InterruptedException, ChangeLogUnavailable {
            while (!closed) {
                if (!store.epoch().equals(told.epoch())
                        || told.previous().length != log.partitions()) {
                    begin();
                }
                Duration wait = burst ? settings.quiet() : settings.progress();
                if (store.awaitBeyond(told.revision(), wait)) {
                    if (lastAppended >= MANY && lastAppended < AT_ONCE) {
                        Thread.sleep(settings.gather());
                    }
                    tell();
                } else {
                    burst = false;
                    progress();
                }
                if (System.nanoTime() - progressAt > settings.progress().toNanos()) {
                    progress();
                }
            }
            held.remember(told);
        }

        /** Readers list at this revision or later, once they are told to. */
        private void begin() throws ChangeLogUnavailable {
            long from = store.revision();
            Told fresh = Told.from(store.epoch(), from, log.partitions());
            LOG.atInfo().addKeyValue("revision", from).log("readers of changes list again");
            meters.counter("gantry.publisher.resets").increment();
            log.append(fresh.reset());
            told = fresh;
            held.remember(told);
            progress();
        }

        private void tell() throws ChangeLogUnavailable {
            List<StoredChange> changes;
            try {
                changes = store.changesAfter(told.revision(), AT_ONCE);
            } catch (ObjectStore.Compacted e) {
                LOG.atError().setCause(e).log("changes are gone that were not published");
                begin();
                return;
            }
            List<Addressed> records = new ArrayList<>(changes.size());
            Told next = told;
            for (StoredChange change : changes) {
                String resource = change.object().key().groupResource();
                int partition = log.partitionOf(resource);
                records.add(next.record(change, partition, store.confidential(resource)));
                next = next.after(change, partition);
            }
            Instant began = Instant.now();
            log.append(records);
            record(changes, began, Instant.now());
            told = next;
            burst = true;
            lastAppended = records.size();
            published();
        }

        private void record(List<StoredChange> changes, Instant began, Instant ended) {
            for (StoredChange change : changes) {
                String trace = change.traceParent();
                if (trace != null) {
                    ObjectKey key = change.object().key();
                    String object = Steps.object(key.groupResource(), key.namespace(), key.name());
                    steps.record("publish", trace, object, began, ended);
                }
            }
        }

        private void progress() throws ChangeLogUnavailable {
            log.append(told.progress());
            progressAt = System.nanoTime();
            published();
        }

        private void published() {
            toldSomething = true;
            published.set(told.revision());
            if (System.nanoTime() - rememberedAt > REMEMBER_NANOS) {
                held.remember(told);
                rememberedAt = System.nanoTime();
            }
        }
    }

    /** Stops after the records on their way. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(Duration.ofSeconds(3))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(3));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
