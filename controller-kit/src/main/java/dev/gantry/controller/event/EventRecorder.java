package dev.gantry.controller.event;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records events about objects. Never blocks and never fails its caller: events wait in a bounded
 * queue and are sent in bulk by a thread of the recorder's own; when they cannot be sent in a few
 * tries, or find the queue full, they are dropped and counted. Safe for concurrent use.
 */
public final class EventRecorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final ResourceType EVENTS = Catalog.builtIn().require("events");
    private static final int BATCH = 128;
    private static final int TRIES = 5;
    private static final long CLOSE_PATIENCE_MILLIS = 1_000;

    /** Wakes the sender at the end. */
    private static final Happening END =
            new Happening(new ObjectReference(), "Normal", "", "", Instant.EPOCH);

    private final StateClient client;
    private final String component;
    private final Clock clock;
    private final Correlator correlator;
    private final BlockingQueue<Happening> queue;
    private final Counter recorded;
    private final Counter dropped;
    private final AtomicLong names = new AtomicLong();
    private final Thread sender;
    private volatile boolean closing;

    public EventRecorder(StateClient client, String component, Clock clock, MeterRegistry meters) {
        this(client, component, EventSettings.USUAL, clock, meters);
    }

    /**
     * @param component who reports, such as {@code deployment-controller}
     */
    public EventRecorder(
            StateClient client,
            String component,
            EventSettings settings,
            Clock clock,
            MeterRegistry meters) {
        this.client = client;
        this.component = component;
        this.clock = clock;
        this.correlator = new Correlator(settings);
        this.queue = new ArrayBlockingQueue<>(settings.queueCapacity());
        this.recorded = counter(meters, "recorded");
        this.dropped = counter(meters, "dropped");
        Gauge.builder("gantry.events.waiting", queue, BlockingQueue::size)
                .tag("component", component)
                .register(meters);
        this.sender = Thread.ofVirtual().name("events-" + component).start(this::send);
    }

    private Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("gantry.events")
                .tag("component", component)
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Something went as it should. */
    public void normal(HasMetadata regarding, String reason, String message) {
        record(reference(regarding), "Normal", reason, message);
    }

    /** Something went wrong. */
    public void warning(HasMetadata regarding, String reason, String message) {
        record(reference(regarding), "Warning", reason, message);
    }

    /**
     * @param type {@code Normal} or {@code Warning}
     * @param message cut at 1,024 characters
     */
    public void record(ObjectReference regarding, String type, String reason, String message) {
        if (closing
                || !queue.offer(new Happening(regarding, type, reason, message, clock.instant()))) {
            dropped.increment();
        }
    }

    /** The reference to an object that its events carry. */
    public static ObjectReference reference(HasMetadata object) {
        return new ObjectReferenceBuilder()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .withResourceVersion(object.getMetadata().getResourceVersion())
                .build();
    }

    private void send() {
        List<Happening> batch = new ArrayList<>();
        try {
            while (!closing || !queue.isEmpty()) {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                batch.remove(END);
                send(batch);
                batch.clear();
            }
        } catch (InterruptedException closed) {
            dropped.increment(batch.size() + queue.size());
            Thread.currentThread().interrupt();
        }
    }

    private record Pending(Correlator.Verdict verdict, Correlator.Sent sent, WriteGroup group) {}

    private void send(List<Happening> batch) throws InterruptedException {
        // one write for each event of the batch: its groups are written side by side
        Map<Correlator.Sent, Pending> writes = new LinkedHashMap<>();
        for (Happening happening : batch) {
            Pending one = pending(happening);
            if (one == null) {
                dropped.increment();
            } else {
                writes.merge(one.sent, one, this::together);
            }
        }
        List<Pending> pending = List.copyOf(writes.values());
        for (int attempt = 1; !pending.isEmpty(); attempt++) {
            pending = attempt > TRIES ? giveUp(pending) : write(pending);
            if (!pending.isEmpty()) {
                Thread.sleep(100L << attempt);
            }
        }
    }

    /** A creation that already counts what came after it. */
    private Pending together(Pending first, Pending second) {
        if (first.verdict instanceof Correlator.Verdict.Create
                && second.verdict instanceof Correlator.Verdict.Count count) {
            Correlator.Verdict.Create counted =
                    new Correlator.Verdict.Create(count.happening(), count.sent());
            return new Pending(counted, counted.sent(), creation(counted));
        }
        return second;
    }

    private @Nullable Pending pending(Happening happening) {
        return switch (correlator.judge(happening, namespace(happening), name(happening))) {
            case Correlator.Verdict.Create create ->
                    new Pending(create, create.sent(), creation(create));
            case Correlator.Verdict.Count count -> new Pending(count, count.sent(), patch(count));
            case Correlator.Verdict.Drop drop -> null;
        };
    }

    private WriteGroup creation(Correlator.Verdict.Create create) {
        return WriteGroup.of(
                Write.create(
                        EVENTS,
                        create.sent().namespace,
                        EventDocument.create(create.happening(), create.sent(), component)));
    }

    private static WriteGroup patch(Correlator.Verdict.Count count) {
        return WriteGroup.of(
                Write.patch(
                        EVENTS,
                        count.sent().namespace,
                        count.sent().name,
                        "",
                        "application/merge-patch+json",
                        EventDocument.count(count.happening(), count.sent())));
    }

    /** Returns what to try again. */
    private List<Pending> write(List<Pending> pending) {
        List<WriteResult> results;
        try {
            results = client.writeAll(pending.stream().map(Pending::group).toList());
        } catch (RuntimeException e) {
            LOG.atDebug().addKeyValue("why", e.toString()).log("could not send events");
            return pending;
        }
        List<Pending> again = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            again.addAll(after(pending.get(i), results.get(i)));
        }
        return again;
    }

    private List<Pending> after(Pending one, WriteResult result) {
        return switch (result) {
            case WriteResult.Written written -> {
                recorded.increment();
                yield List.of();
            }
            case WriteResult.Refused refused -> refused(one, refused.error().code());
        };
    }

    private List<Pending> refused(Pending one, int code) {
        if (code == 409 && one.verdict instanceof Correlator.Verdict.Create) {
            // an earlier try was written after all
            recorded.increment();
            return List.of();
        }
        if (code == 404 && one.verdict instanceof Correlator.Verdict.Count count) {
            // it has expired: begin anew under a new name
            correlator.forget(one.sent);
            Pending fresh = pending(count.happening());
            return fresh == null ? List.of() : List.of(fresh);
        }
        if (code == 429 || code >= 500) {
            return List.of(one);
        }
        dropped.increment();
        correlator.forget(one.sent);
        return List.of();
    }

    private List<Pending> giveUp(List<Pending> pending) {
        dropped.increment(pending.size());
        pending.forEach(p -> correlator.forget(p.sent));
        LOG.atInfo()
                .addKeyValue("component", component)
                .addKeyValue("count", pending.size())
                .log("events were dropped, the state service does not take them");
        return List.of();
    }

    /** Cluster-scoped objects have their events in {@code default}. */
    private static String namespace(Happening happening) {
        String namespace = happening.regarding().getNamespace();
        return namespace == null || namespace.isEmpty() ? "default" : namespace;
    }

    private String name(Happening happening) {
        Instant at = happening.at();
        long nanos = at.getEpochSecond() * 1_000_000_000L + at.getNano();
        long unique = names.updateAndGet(last -> Math.max(last + 1, nanos));
        return happening.regarding().getName() + "." + Long.toHexString(unique);
    }

    /** Sends what waits, for at most a second. */
    @Override
    public void close() {
        closing = true;
        queue.offer(END);
        try {
            sender.join(CLOSE_PATIENCE_MILLIS);
            sender.interrupt();
            sender.join(CLOSE_PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
