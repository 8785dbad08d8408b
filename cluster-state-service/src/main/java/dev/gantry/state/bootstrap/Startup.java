package dev.gantry.state.bootstrap;

import dev.gantry.state.watchcache.WatchCache;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Brings the service to readiness behind the back of its start: once the watch cache is loaded,
 * what must exist is created, again and again until it does.
 */
public final class Startup implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final WatchCache cache;
    private final Bootstrap bootstrap;
    private final Clock clock;
    private volatile boolean done;
    private volatile boolean running;
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});

    Startup(WatchCache cache, Bootstrap bootstrap, Clock clock) {
        this.cache = cache;
        this.bootstrap = bootstrap;
        this.clock = clock;
    }

    /** Whether the cache is loaded and everything exists. */
    public boolean ready() {
        return done && cache.ready();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("state-startup").start(this::run);
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!cache.ready()) {
                Thread.sleep(LOOK_EVERY);
            }
            while (!done) {
                if (!attempt()) {
                    Thread.sleep(pause);
                    pause = pause.multipliedBy(2);
                    pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempt() {
        try {
            bootstrap.run(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
            done = true;
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("bootstrap objects could not be created, trying again");
        }
        return done;
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
