package dev.gantry.runtime.door;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the client of a long reply has gone although nothing is written to it.
 *
 * <p>HTTP/2 tells by itself. Over HTTP/1.1 the connection is looked at every few seconds: while a
 * request is being answered nobody else reads it. Nothing is taken from it: a client that has its
 * reply may send the next request before the servlet has returned.
 */
public final class ClientPresence implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClientPresence.class);

    /** No capacity either: Jetty takes what is beyond a buffer's limit for room. */
    private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final Duration every;
    private final Thread looking;

    /**
     * @param name of the service, for the thread's name
     */
    public ClientPresence(String name, Duration every) {
        this.every = every;
        this.looking = Thread.ofVirtual().name(name + "/client-presence").start(this::look);
    }

    /**
     * Calls {@code gone} at most once, on some thread, when the client has gone. The registration
     * must be closed before the request's servlet returns.
     */
    public Registration watch(HttpServletRequest request, Runnable gone) {
        ServletContextRequest core = ServletContextRequest.getServletContextRequest(request);
        AtomicBoolean told = new AtomicBoolean();
        Runnable once =
                () -> {
                    if (told.compareAndSet(false, true)) {
                        gone.run();
                    }
                };
        core.addFailureListener(failure -> once.run());
        HttpVersion version = core.getConnectionMetaData().getHttpVersion();
        if (version == HttpVersion.HTTP_2) {
            return () -> {};
        }
        EndPoint connection = core.getConnectionMetaData().getConnection().getEndPoint();
        Watched one = new Watched(connection, once);
        watched.add(one);
        return one;
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(every);
                watched.forEach(Watched::look);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many connections are looked at. */
    public int watched() {
        return watched.size();
    }

    @Override
    public void close() {
        looking.interrupt();
    }

    /** Ends the watching. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private final class Watched implements Registration {
        private final EndPoint connection;
        private final Runnable gone;
        private final ReentrantLock lock = new ReentrantLock();
        private boolean closed;

        Watched(EndPoint connection, Runnable gone) {
            this.connection = connection;
            this.gone = gone;
        }

        void look() {
            boolean left;
            lock.lock();
            try {
                left = !closed && hasLeft();
            } finally {
                lock.unlock();
            }
            if (left) {
                watched.remove(this);
                gone.run();
            }
        }

        private boolean hasLeft() {
            try {
                return connection.fill(NO_ROOM) < 0;
            } catch (IOException broken) {
                log.atTrace().setCause(broken).log("a client has gone");
                return true;
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
            } finally {
                lock.unlock();
            }
            watched.remove(this);
        }
    }
}
