package dev.gantry.state.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gantry.state.persistence.store.Sessions;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The ways to the database: a pool for reads, connections of their own for those who keep one.
 *
 * @param pool for short reads
 * @param unpooled opens a connection each time
 */
public record Database(HikariDataSource pool, DataSource unpooled) implements AutoCloseable {

    private static final int CONNECT_SECONDS = 3;
    private static final int RETRIES = 10;

    /**
     * Reaches the database and brings its tables up to date, which takes about half a second when
     * there is nothing to do.
     *
     * @throws org.flywaydb.core.api.FlywayException when it cannot be reached or migrated
     */
    public static Database open(DatabaseSettings settings) {
        DataSource unpooled = unpooled(settings);
        migrate(unpooled);
        return new Database(pool(settings, unpooled), unpooled);
    }

    public Sessions sessions() {
        return new Sessions(unpooled);
    }

    private static DataSource unpooled(DatabaseSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        long timeoutMillis = settings.statementTimeout().toMillis();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        source.setPassword(settings.secret());
        source.setApplicationName("gantry-state");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout((int) (timeoutMillis / 1000) * 2);
        source.setTcpKeepAlive(true);
        source.setPrepareThreshold(-1);
        source.setOptions(
                "-c statement_timeout=%d -c lock_timeout=%d -c synchronous_commit=on -c timezone=UTC"
                        .formatted(timeoutMillis, timeoutMillis));
        return source;
    }

    private static HikariDataSource pool(DatabaseSettings settings, DataSource unpooled) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(unpooled);
        config.setPoolName("state-reads");
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        config.setInitializationFailTimeout(CONNECT_SECONDS * 1000L);
        return new HikariDataSource(config);
    }

    private static void migrate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .connectRetries(RETRIES)
                .connectRetriesInterval(1)
                .load()
                .migrate();
    }

    @Override
    public void close() {
        pool.close();
    }
}
