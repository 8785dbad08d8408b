package dev.gantry.standalone;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one entry point of the distribution: {@code Launcher ROLE --key=value...}. */
public final class Launcher {

    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

    private Launcher() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(arguments);
        switch (options.role()) {
            case "standalone" -> runUntilStopped(options);
            case "cleanup" -> Cleanup.run(options);
            default -> throw new IllegalArgumentException("there is no role " + options.role());
        }
    }

    private static void runUntilStopped(Options options) throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        Standalone standalone;
        try {
            standalone = Standalone.start(options);
        } catch (Exception e) {
            LOG.error("the cluster did not start", e);
            Runtime.getRuntime().halt(1);
            return;
        }
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    standalone.close();
                                    stopped.countDown();
                                },
                                "shutdown"));
        stopped.await();
    }
}
