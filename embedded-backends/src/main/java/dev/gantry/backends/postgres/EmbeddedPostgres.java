package dev.gantry.backends.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own, as durable as any other, on 127.0.0.1.
 *
 * <p>The first start unpacks and initialises (about 3 s), later ones take well under a second. A
 * server that ends by itself is told to {@link #onCrash} and started again on the same port, with a
 * back-off of 0.2 to 10 s, until {@link #close}. One process at a time may own a data directory.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String DATABASE = "gantry";
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

    private final Place place;
    private final Binaries binaries;
    private final Account account;
    private final PostgresSettings settings;
    private final FileChannel lock;
    private final int port;
    private final String password;

    private volatile IntConsumer onCrash = exitCode -> {};
    private final ReentrantLock lifecycle = new ReentrantLock();
    private volatile ServerProcess server;
    private volatile boolean closed;

    private EmbeddedPostgres(
            Place place, Account account, PostgresSettings settings, FileChannel lock)
            throws IOException {
        this.place = place;
        this.account = account;
        this.settings = settings;
        this.lock = lock;
        this.binaries = Binaries.unpacked(place.binaries());
        DataFiles files = new DataFiles(place, binaries, account);
        Orphan.stop(place.data());
        files.ensure();
        this.password = files.password();
        this.port = Ports.choose(settings.port(), place.port());
        this.server = run();
        watch(server);
    }

    /**
     * Starts the server of a directory and returns when it accepts connections.
     *
     * @param dataDir made if missing, with mode 0700
     * @throws PostgresFailed when another process owns the directory, or the server does not start
     */
    public static EmbeddedPostgres start(Path dataDir, PostgresSettings settings) {
        return start(dataDir, settings, Account.choose());
    }

    static EmbeddedPostgres start(Path dataDir, PostgresSettings settings, Account account) {
        try {
            Place place = Place.of(dataDir, settings, account);
            FileChannel lock = lock(place);
            try {
                return new EmbeddedPostgres(place, account, settings, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new PostgresFailed("PostgreSQL cannot use its files under " + dataDir, e);
        }
    }

    private static FileChannel lock(Place place) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        place.launcherLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = null;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            LOG.atDebug().log("the directory is used by this process already");
        }
        if (held == null) {
            channel.close();
            throw new PostgresFailed("another process runs PostgreSQL in " + place.root());
        }
        return channel;
    }

    private ServerProcess run() throws IOException {
        ServerProcess started = ServerProcess.start(place, binaries, account, port, settings);
        started.awaitReady(settings.startTimeout());
        try {
            Assertions.prepare(url("postgres"), user(), password, DATABASE);
        } catch (RuntimeException e) {
            started.stop();
            throw e;
        }
        return started;
    }

    private void watch(ServerProcess watched) {
        watched.onExit()
                .thenAccept(
                        ended ->
                                Thread.ofVirtual()
                                        .name("postgres-restart")
                                        .start(() -> restart(ended.exitValue())));
    }

    private void restart(int exitCode) {
        if (closed) {
            return;
        }
        LOG.atError().addKeyValue("exitCode", exitCode).log("PostgreSQL ended, starting it again");
        onCrash.accept(exitCode);
        Duration pause = Duration.ofMillis(200);
        while (!closed && !restarted()) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : next;
        }
    }

    private boolean restarted() {
        lifecycle.lock();
        try {
            if (closed) {
                return true;
            }
            Orphan.stop(place.data());
            server = run();
            watch(server);
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.atError().setCause(e).log("PostgreSQL did not start again");
            return false;
        } finally {
            lifecycle.unlock();
        }
    }

    /** Is told the exit code, on a thread of its own, each time the server ends by itself. */
    public void onCrash(IntConsumer told) {
        onCrash = told;
    }

    public String jdbcUrl() {
        return url(DATABASE);
    }

    public String user() {
        return DataFiles.USER;
    }

    /** Random, made with the directory; also in the file {@link #passwordFile}, mode 0600. */
    public String password() {
        return password;
    }

    /**
     * Where the files are: the directory asked for, or another that the server's user may enter.
     */
    public Path directory() {
        return place.root();
    }

    public Path passwordFile() {
        return place.password();
    }

    public int port() {
        return port;
    }

    /** The server's process, which changes with a restart. */
    public long pid() {
        return server.pid();
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Fast shutdown: sessions end, open transactions roll back, data is flushed. */
    @Override
    public void close() {
        closed = true;
        lifecycle.lock();
        try (lock) {
            server.stop();
        } catch (IOException e) {
            throw new PostgresFailed("PostgreSQL did not stop in order", e);
        } finally {
            lifecycle.unlock();
        }
    }
}
