package dev.gantry.backends.kafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;

/**
 * Takes the place of a broker's right to end the JVM: whoever runs a broker is told instead, and
 * the calling thread ends. Kafka keeps one procedure per JVM, hence the one static list.
 */
final class BrokerExits {

    private static final List<Consumer<String>> LISTENERS = new CopyOnWriteArrayList<>();

    private BrokerExits() {}

    /** Ends the broker's thread that wanted to end the JVM. */
    static final class BrokerThreadEnded extends Error {
        BrokerThreadEnded(String message) {
            super(message, null, false, false);
        }
    }

    static void listen(Consumer<String> listener) {
        LISTENERS.add(listener);
        Exit.setExitProcedure((code, message) -> refused("exit", code, message));
        Exit.setHaltProcedure((code, message) -> refused("halt", code, message));
    }

    static void forget(Consumer<String> listener) {
        LISTENERS.remove(listener);
    }

    private static void refused(String how, int code, String message) {
        String what =
                "the broker asked to %s with %d%s"
                        .formatted(how, code, message == null ? "" : ": " + message);
        LISTENERS.forEach(listener -> listener.accept(what));
        throw new BrokerThreadEnded(what);
    }
}
