package dev.gantry.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that is started again when it ends by itself, after 1 s and twice as long each time, up
 * to 30 s; one that ran for a minute counts as well again.
 */
final class Child implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration WELL_AFTER = Duration.ofMinutes(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(12);

    private final String role;
    private final Supplier<List<String>> command;
    private final ChildLog log;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Process process;
    private volatile int ended;
    private volatile int lastExit;

    /**
     * @param command asked at each start, so that it may name ports that are known by then
     */
    Child(String role, Path log, Supplier<List<String>> command) {
        this.role = role;
        this.log = new ChildLog(log);
        this.command = command;
    }

    /** Starts it and watches it on a thread of its own. */
    Child start() {
        Thread.ofVirtual().name("child-" + role).start(this::keepRunning);
        return this;
    }

    private void keepRunning() {
        Duration pause = FIRST_PAUSE;
        try {
            while (closing.getCount() > 0) {
                long began = System.nanoTime();
                lastExit = runOnce();
                ended++;
                if (closing.getCount() == 0) {
                    return;
                }
                boolean well = System.nanoTime() - began > WELL_AFTER.toNanos();
                pause = well ? FIRST_PAUSE : pause;
                LOG.atWarn()
                        .addKeyValue("role", role)
                        .addKeyValue("exitCode", lastExit)
                        .addKeyValue("againAfterMillis", pause.toMillis())
                        .log("a process ended by itself");
                if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = longer(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private int runOnce() throws InterruptedException {
        Process started = launch();
        if (started == null) {
            return -1;
        }
        Thread.ofVirtual().start(() -> log.copy(started.getInputStream()));
        return started.waitFor();
    }

    private @Nullable Process launch() {
        lock.lock();
        try {
            if (closing.getCount() == 0) {
                return null;
            }
            Process started =
                    new ProcessBuilder(command.get())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectErrorStream(true)
                            .start();
            process = started;
            return started;
        } catch (IOException e) {
            LOG.atError().setCause(e).addKeyValue("role", role).log("a process did not start");
            return null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * @throws IllegalStateException when it has ended since its first start
     */
    void expectAlive() {
        if (ended > 0) {
            throw new IllegalStateException(
                    "%s ended with code %d while it started; see %s"
                            .formatted(role, lastExit, log));
        }
    }

    /** Asks it to end, and kills it when it has not after 12 s. */
    @Override
    public void close() {
        Process running;
        lock.lock();
        try {
            closing.countDown();
            running = process;
        } finally {
            lock.unlock();
        }
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().addKeyValue("role", role).log("a process did not stop and is killed");
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.destroyForcibly();
        }
    }
}
