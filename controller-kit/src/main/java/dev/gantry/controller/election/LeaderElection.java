package dev.gantry.controller.election;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.Fence;
import dev.gantry.client.StateClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs for a Lease and tells the candidate when it leads.
 *
 * <p>Time is measured by this process' monotonic clock since it saw the Lease change last; the
 * times written into the Lease are for readers only, so clocks may differ. Safety does not rest on
 * time at all but on the {@link Fence}: a deposed leader's writes are refused at commit.
 *
 * <p>An attempt that hangs does not keep a leader in office: after the renew deadline it steps
 * down. Closing gives the Lease back.
 */
public final class LeaderElection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);
    private static final ResourceType LEASES =
            Catalog.builtIn().require("leases.coordination.k8s.io");
    private static final double RETRY_JITTER = 0.2;
    private static final Duration RELEASE_PATIENCE = Duration.ofSeconds(3);

    private final StateClient client;
    private final ElectionSettings settings;
    private final Candidate candidate;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();

    private volatile @Nullable Term term;
    private volatile @Nullable ObjectNode seen;
    private long seenChangeNanos;
    private long renewedNanos;
    private volatile boolean closed;
    private @Nullable Thread thread;

    public LeaderElection(
            StateClient client,
            ElectionSettings settings,
            Candidate candidate,
            Clock clock,
            LongSupplier nanoTime,
            MeterRegistry meters) {
        this.client = client;
        this.settings = settings;
        this.candidate = candidate;
        this.clock = clock;
        this.nanoTime = nanoTime;
        Gauge.builder("leader.election.master.status", this, e -> e.leading() ? 1 : 0)
                .tag("name", settings.lease())
                .register(meters);
    }

    /** Runs until {@link #close()}. */
    public void start() {
        thread = Thread.ofVirtual().name("election-" + settings.lease()).start(this::run);
    }

    public boolean leading() {
        return term != null;
    }

    /** Who holds the Lease as far as is known; empty when nobody does. */
    public String holder() {
        ObjectNode lease = seen;
        return lease == null ? "" : LeaseDocument.holder(lease);
    }

    private void run() {
        try {
            while (!closed) {
                step();
                Thread.sleep(pause());
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Candidates spread their attempts; the leader renews evenly. */
    private Duration pause() {
        if (leading()) {
            return settings.retryPeriod();
        }
        double factor = 1 + RETRY_JITTER * ThreadLocalRandom.current().nextDouble();
        return Duration.ofNanos((long) (settings.retryPeriod().toNanos() * factor));
    }

    /** One attempt to get or renew the Lease, and what follows from it. */
    void step() throws InterruptedException {
        if (attempt()) {
            renewedNanos = nanoTime.getAsLong();
            win();
        } else if (leading() && (deposed() || sinceRenewal() >= deadline())) {
            lose();
        }
    }

    private long sinceRenewal() {
        return nanoTime.getAsLong() - renewedNanos;
    }

    private long deadline() {
        return settings.renewDeadline().toNanos();
    }

    /** Tries within the time that is left; a hanging or failing call is a failed attempt. */
    private boolean attempt() throws InterruptedException {
        long left = leading() ? deadline() - sinceRenewal() : deadline();
        Future<Boolean> attempt = attempts.submit(this::getOrRenew);
        try {
            return attempt.get(Math.max(1, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            attempt.cancel(true);
            return false;
        } catch (ExecutionException e) {
            LOG.atDebug()
                    .addKeyValue("lease", settings.lease())
                    .addKeyValue("why", String.valueOf(e.getCause()))
                    .log("could not get or renew the lease");
            return false;
        }
    }

    private boolean getOrRenew() {
        ObjectNode live = client.get(LEASES, settings.namespace(), settings.lease());
        Term mine = term;
        if (live == null) {
            seen = null;
            return mine == null && take(LeaseDocument.first(settings, clock.instant()), true);
        }
        observe(live);
        if (mine != null) {
            return isOf(mine, live) && take(LeaseDocument.renewed(live, clock.instant()), false);
        }
        if (!LeaseDocument.holder(live).isEmpty() && !expired(live)) {
            return false;
        }
        return take(LeaseDocument.taken(live, settings, clock.instant()), false);
    }

    private boolean take(ObjectNode lease, boolean create) {
        try {
            observe(
                    create
                            ? client.create(LEASES, settings.namespace(), lease)
                            : client.update(LEASES, lease));
            return true;
        } catch (ApiException e) {
            if (e.error().code() == 409) {
                return false;
            }
            throw e;
        }
    }

    private void observe(ObjectNode live) {
        ObjectNode before = seen;
        if (before == null || !before.path("spec").equals(live.path("spec"))) {
            seenChangeNanos = nanoTime.getAsLong();
        }
        seen = live;
    }

    /** Whether the Lease has not moved for as long as its holder asked for. */
    private boolean expired(ObjectNode live) {
        long seconds = live.path("spec").path("leaseDurationSeconds").asLong(0);
        long duration =
                seconds > 0
                        ? Duration.ofSeconds(seconds).toNanos()
                        : settings.leaseDuration().toNanos();
        return nanoTime.getAsLong() - seenChangeNanos >= duration;
    }

    private static boolean isOf(Term term, ObjectNode lease) {
        return LeaseDocument.holder(lease).equals(term.fence().holder())
                && LeaseDocument.transitions(lease) == term.fence().transitions();
    }

    private boolean deposed() {
        ObjectNode lease = seen;
        Term mine = term;
        return mine != null && (lease == null || !isOf(mine, lease));
    }

    private void win() {
        ObjectNode lease = seen;
        if (leading() || lease == null) {
            return;
        }
        Term won =
                new Term(
                        new Fence(
                                settings.namespace(),
                                settings.lease(),
                                settings.identity(),
                                LeaseDocument.transitions(lease)),
                        LeaseDocument.revision(lease));
        term = won;
        LOG.atInfo()
                .addKeyValue("lease", settings.lease())
                .addKeyValue("holder", settings.identity())
                .addKeyValue("transitions", won.fence().transitions())
                .log("leading");
        candidate.started(won);
    }

    private void lose() {
        LOG.atInfo()
                .addKeyValue("lease", settings.lease())
                .addKeyValue("holder", holder())
                .log("leading no longer");
        term = null;
        candidate.stopped();
    }

    /** Stops acting, then gives the Lease back. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopThread();
        if (leading()) {
            lose();
            release();
        }
        attempts.shutdownNow();
    }

    private void stopThread() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(RELEASE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        ObjectNode held = seen;
        if (held == null) {
            return;
        }
        Future<?> attempt =
                attempts.submit(
                        () -> client.update(LEASES, LeaseDocument.released(held, clock.instant())));
        try {
            attempt.get(RELEASE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.atInfo()
                    .addKeyValue("lease", settings.lease())
                    .log("could not give the lease back; it will run out");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
