package dev.gantry.state.persistence.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of other replicas' commits. After a second of silence it looks for itself, so that a lost
 * word costs no more than that.
 */
final class ChangeListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeListener.class);
    private static final int SILENCE_MILLIS = 1000;

    private final Sessions sessions;
    private final UUID self;
    private final RecentChanges recent;
    private final Runnable look;
    private final Thread thread;
    private volatile Sessions.@Nullable Kept listening;
    private volatile boolean closed;

    /**
     * @param self the writer whose commits are known already
     * @param look reads where the store stands
     */
    ChangeListener(Sessions sessions, UUID self, RecentChanges recent, Runnable look) {
        this.sessions = sessions;
        this.self = self;
        this.recent = recent;
        this.look = look;
        this.thread = Thread.ofPlatform().name("state-listen").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long pauseMillis = 100;
        while (!closed) {
            try (Sessions.Kept session = sessions.keep()) {
                listening = session;
                Connection connection = session.connection();
                try (Statement statement = connection.createStatement()) {
                    statement.execute("LISTEN gantry_changes");
                }
                pauseMillis = 100;
                look.run();
                listen(connection.unwrap(PGConnection.class));
            } catch (SQLException | RuntimeException e) {
                LOG.atDebug().setCause(e).log("not listening to the database");
                pause(pauseMillis);
                pauseMillis = Math.min(2000, pauseMillis * 2);
            }
        }
    }

    private void listen(PGConnection connection) throws SQLException {
        while (!closed) {
            PGNotification[] heard = connection.getNotifications(SILENCE_MILLIS);
            if (heard == null || heard.length == 0) {
                look.run();
                continue;
            }
            for (PGNotification word : heard) {
                hear(word.getParameter());
            }
        }
    }

    /** {@code 42 WRITER}, or {@code 42 restored}. */
    private void hear(String word) {
        int space = word.indexOf(' ');
        if (word.endsWith(" restored")) {
            look.run();
        } else if (!word.substring(space + 1).equals(self.toString())) {
            recent.heardOf(Long.parseLong(word.substring(0, space)));
        }
    }

    private void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        Sessions.Kept session = listening;
        if (session != null) {
            session.abort();
        }
        try {
            thread.join(SILENCE_MILLIS * 3L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
