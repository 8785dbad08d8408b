package dev.gantry.testkit.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. Safe for concurrent use. */
public final class VirtualClock extends Clock {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong sinceStartNanos = new AtomicLong();

    /** Moves on. */
    public void advance(Duration by) {
        sinceStartNanos.addAndGet(by.toNanos());
    }

    /** The same time as a monotonic clock reads it. */
    public long nanoTime() {
        return sinceStartNanos.get();
    }

    @Override
    public Instant instant() {
        return START.plusNanos(sinceStartNanos.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
