package dev.gantry.node.probe;

import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The probes of one container. While a startup probe has not succeeded the others do not run; a
 * liveness or startup probe that failed stops for good, since the container will be replaced.
 */
final class ProbedContainer {

    private static final int USUAL_PERIOD = 10;

    private final ProbeTarget target;
    private final Probes probes;
    private final ReentrantLock lock = new ReentrantLock();
    private ProbeTally startup = ProbeTally.initially(false);
    private ProbeTally liveness = ProbeTally.initially(true);
    private ProbeTally readiness = ProbeTally.initially(false);
    private volatile boolean ended;

    ProbedContainer(ProbeTarget target, Probes probes) {
        this.target = target;
        this.probes = probes;
    }

    /** Which of the three. */
    private enum Kind {
        STARTUP("startup", "Startup"),
        LIVENESS("liveness", "Liveness"),
        READINESS("readiness", "Readiness");

        final String name;
        final String title;

        Kind(String name, String title) {
            this.name = name;
            this.title = title;
        }
    }

    ProbeTarget target() {
        return target;
    }

    void begin() {
        if (spec(Kind.STARTUP) != null) {
            schedule(Kind.STARTUP);
        } else {
            beginOthers();
        }
    }

    private void beginOthers() {
        schedule(Kind.LIVENESS);
        schedule(Kind.READINESS);
    }

    private @Nullable Probe spec(Kind kind) {
        return switch (kind) {
            case STARTUP -> target.container().getStartupProbe();
            case LIVENESS -> target.container().getLivenessProbe();
            case READINESS -> target.container().getReadinessProbe();
        };
    }

    private void schedule(Kind kind) {
        Probe probe = spec(kind);
        if (probe != null) {
            Instant first =
                    target.startedAt()
                            .plusSeconds(
                                    Objects.requireNonNullElse(probe.getInitialDelaySeconds(), 0));
            Duration wait = Duration.between(probes.now(), first);
            probes.after(wait.isNegative() ? Duration.ZERO : wait, () -> run(kind, probe));
        }
    }

    private void run(Kind kind, Probe probe) {
        if (ended) {
            return;
        }
        Outcome outcome = probes.attempt(probe, target, kind.title);
        if (ended) {
            return;
        }
        if (outcome instanceof Outcome.Failure failure) {
            probes.listener()
                    .unhealthy(
                            target.podUid(),
                            target.container().getName(),
                            kind.title + " probe failed: " + failure.message());
        } else if (outcome instanceof Outcome.Unknown unknown) {
            probes.listener()
                    .unhealthy(
                            target.podUid(),
                            target.container().getName(),
                            kind.title + " probe errored: " + unknown.message());
        }
        if (count(kind, probe, outcome)) {
            int period = Objects.requireNonNullElse(probe.getPeriodSeconds(), USUAL_PERIOD);
            probes.after(Duration.ofSeconds(Math.max(1, period)), () -> run(kind, probe));
        }
    }

    /** Whether the probe goes on. */
    private boolean count(Kind kind, Probe probe, Outcome outcome) {
        ProbeReport before;
        ProbeReport now;
        ProbeTally tally;
        lock.lock();
        try {
            before = report();
            tally =
                    tally(kind)
                            .after(
                                    outcome,
                                    Objects.requireNonNullElse(probe.getSuccessThreshold(), 1),
                                    Objects.requireNonNullElse(probe.getFailureThreshold(), 3));
            set(kind, tally);
            now = report();
        } finally {
            lock.unlock();
        }
        boolean startedNow = kind == Kind.STARTUP && tally.succeeded();
        if (startedNow) {
            beginOthers();
        }
        if (!now.equals(before)) {
            probes.listener().changed(target.podUid());
        }
        return !startedNow && (kind == Kind.READINESS || !tally.failed());
    }

    private ProbeTally tally(Kind kind) {
        return switch (kind) {
            case STARTUP -> startup;
            case LIVENESS -> liveness;
            case READINESS -> readiness;
        };
    }

    private void set(Kind kind, ProbeTally tally) {
        switch (kind) {
            case STARTUP -> startup = tally;
            case LIVENESS -> liveness = tally;
            case READINESS -> readiness = tally;
        }
    }

    ProbeReport report() {
        lock.lock();
        try {
            boolean started = spec(Kind.STARTUP) == null || startup.succeeded();
            boolean ready = started && (spec(Kind.READINESS) == null || readiness.succeeded());
            String failed =
                    startup.failed()
                            ? Kind.STARTUP.name
                            : liveness.failed() ? Kind.LIVENESS.name : null;
            return new ProbeReport(started, ready, failed);
        } finally {
            lock.unlock();
        }
    }

    void end() {
        ended = true;
    }
}
