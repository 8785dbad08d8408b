package dev.gantry.backends.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running broker. It is restarted, with growing pauses, when it fails or its log directory is
 * lost; the port and the password stay. It never ends the JVM.
 *
 * <p>Cost: about 3 s to the first start, 100 MB of memory, a thread that looks at it every second.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int PORT_ATTEMPTS = 5;

    /** Failed starts in a row after which the log counts as broken. */
    private static final int BROKEN_AFTER = 3;

    private final KafkaSettings settings;
    private final String password;
    private final LogDirectory directory;
    private final Thread supervisor;
    private final Consumer<String> exits = this::failed;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Ports ports;
    private @Nullable Broker broker;
    private @Nullable String failure;
    private boolean closed;
    private volatile int restarts;

    private EmbeddedKafka(Path dataDir, KafkaSettings settings) throws IOException {
        this.settings = settings;
        Files.createDirectories(dataDir);
        this.password = Password.in(dataDir);
        this.directory = new LogDirectory(dataDir);
        this.ports = Ports.choose(settings.port());
        this.supervisor =
                Thread.ofPlatform().daemon().name("kafka-supervisor").unstarted(this::watch);
    }

    /**
     * Starts a broker whose data is below {@code dataDir} and returns when it answers.
     *
     * @throws KafkaFailed when it does not start within its time
     */
    public static EmbeddedKafka start(Path dataDir, KafkaSettings settings) {
        try {
            EmbeddedKafka kafka = new EmbeddedKafka(dataDir.toAbsolutePath(), settings);
            kafka.firstStart();
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's directory " + dataDir, e);
        }
    }

    private void firstStart() {
        BrokerExits.listen(exits);
        for (int attempt = 1; ; attempt++) {
            try {
                startBroker();
                supervisor.start();
                return;
            } catch (KafkaFailed e) {
                if (attempt >= PORT_ATTEMPTS) {
                    BrokerExits.forget(exits);
                    throw e;
                }
                recover(attempt);
                if (settings.port() == 0) {
                    ports = Ports.choose(0);
                }
            }
        }
    }

    private void startBroker() {
        long began = System.nanoTime();
        try {
            directory.prepare();
        } catch (IOException e) {
            throw new KafkaFailed("preparing " + directory.path() + " failed", e);
        }
        Broker started =
                Broker.start(
                        BrokerProperties.of(settings, ports, directory.path(), password),
                        settings,
                        ports.bootstrap(),
                        clientProperties());
        lock.lock();
        try {
            broker = started;
            failure = null;
        } finally {
            lock.unlock();
        }
        log.atInfo()
                .addKeyValue("address", ports.bootstrap())
                .addKeyValue("millis", Duration.ofNanos(System.nanoTime() - began).toMillis())
                .log("the broker answers");
    }

    private void recover(int failures) {
        if (failures % BROKEN_AFTER == 0) {
            log.atWarn()
                    .addKeyValue("directory", directory.path())
                    .log("the broker's log is moved aside and begun anew");
            try {
                directory.setAside();
            } catch (IOException e) {
                log.atError().setCause(e).log("moving the broker's log aside failed");
            }
        }
    }

    /** Called by a thread of the broker. */
    private void failed(String why) {
        lock.lock();
        try {
            failure = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            while (awaitFailure()) {
                restart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @return false when closed
     */
    private boolean awaitFailure() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && failure == null) {
                long ignored = changed.awaitNanos(LOOK_EVERY.toNanos());
                if (!closed && failure == null && !directory.formatted()) {
                    failure = "the log directory " + directory.path() + " is lost";
                }
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void restart() throws InterruptedException {
        log.atError().addKeyValue("reason", failure).log("the broker failed and is restarted");
        stopBroker();
        for (int attempt = 1; !closed(); attempt++) {
            try {
                restarts++;
                startBroker();
                return;
            } catch (KafkaFailed e) {
                log.atError().setCause(e).addKeyValue("attempt", attempt).log("no restart");
                recover(attempt);
            }
            pause(attempt);
        }
    }

    private void pause(int attempt) throws InterruptedException {
        long nanos =
                Math.min(
                        FIRST_PAUSE.toNanos() << Math.min(attempt - 1, 10),
                        LONGEST_PAUSE.toNanos());
        lock.lockInterruptibly();
        try {
            while (!closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void stopBroker() {
        Broker running;
        lock.lock();
        try {
            running = broker;
            broker = null;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.stop();
        }
    }

    /** Host and port for clients; stays the same over restarts. */
    public String bootstrapServers() {
        return ports.bootstrap();
    }

    public String user() {
        return Password.USER;
    }

    public String password() {
        return password;
    }

    /** What a Kafka client needs to connect: address and credentials. */
    public Map<String, Object> clientProperties() {
        return Map.of(
                "bootstrap.servers",
                ports.bootstrap(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                Password.client(password));
    }

    /** How often the broker had to be started again. */
    public int restarts() {
        return restarts;
    }

    /** Whether a broker is up, as far as is known here. */
    public boolean running() {
        lock.lock();
        try {
            return broker != null && failure == null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            supervisor.join(settings.startTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopBroker();
        BrokerExits.forget(exits);
    }
}
