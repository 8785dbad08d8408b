package dev.gantry.standalone;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one entry point of the distribution: {@code Launcher ROLE --key=value...}.
 *
 * <p>Roles: {@code standalone}, {@code processes} (a JVM a service), {@code broker} or the module's
 * name of a service (one of those JVMs), {@code train} (writes nothing but what the JVM learns),
 * {@code cleanup}.
 */
public final class Launcher {

    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

    private Launcher() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(arguments);
        switch (options.role()) {
            case "standalone" -> runUntilStopped(() -> Standalone.start(options));
            case "processes" -> runUntilStopped(() -> Processes.start(options));
            case BrokerRole.NAME -> supervised(options, () -> BrokerRole.start(options));
            case "train" -> Training.run(options);
            case "cleanup" -> Cleanup.run(options);
            default -> supervised(options, () -> SingleService.start(options));
        }
    }

    /** A part of a cluster ends with its supervisor, however that ends. */
    private static void supervised(Options options, Callable<AutoCloseable> start)
            throws Exception {
        Supervision.endWith(options);
        runUntilStopped(start);
    }

    private static void runUntilStopped(Callable<AutoCloseable> start) throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        AutoCloseable running;
        try {
            running = start.call();
        } catch (Exception e) {
            LOG.error("the start failed", e);
            Runtime.getRuntime().halt(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running, stopped), "shutdown"));
        stopped.await();
    }

    private static void close(AutoCloseable running, CountDownLatch stopped) {
        try {
            running.close();
        } catch (Exception e) {
            LOG.warn("not closed in order", e);
        } finally {
            stopped.countDown();
        }
    }
}
