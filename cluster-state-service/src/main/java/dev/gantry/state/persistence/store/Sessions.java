package dev.gantry.state.persistence.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that are kept for long by one owner: the writer's, the listener's, the publisher's
 * seat. Not taken from a pool, so that no pool's idea of health or age comes between.
 */
public final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final DataSource unpooled;

    /**
     * @param unpooled opens a connection each time it is asked
     */
    public Sessions(DataSource unpooled) {
        this.unpooled = unpooled;
    }

    Kept keep() {
        return new Kept(unpooled);
    }

    /** One connection, opened when it is first needed. Of one thread. */
    static final class Kept implements AutoCloseable {

        private final DataSource source;
        private volatile @Nullable Connection connection;

        private Kept(DataSource source) {
            this.source = source;
        }

        Connection connection() throws SQLException {
            Connection open = connection;
            if (open == null || open.isClosed()) {
                open = source.getConnection();
                connection = open;
            }
            return open;
        }

        /** From another thread: whoever waits on the connection fails. */
        void abort() {
            Connection open = connection;
            if (open != null) {
                try {
                    open.abort(Runnable::run);
                } catch (SQLException e) {
                    LOG.atDebug().setCause(e).log("a connection was broken already");
                }
            }
        }

        /** Errors are of no interest: what is closed is broken or no longer needed. */
        @Override
        public void close() {
            Connection open = connection;
            connection = null;
            if (open != null) {
                try {
                    open.close();
                } catch (SQLException e) {
                    LOG.atDebug().setCause(e).log("a connection was broken already");
                }
            }
        }
    }
}
