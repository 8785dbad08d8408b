package dev.gantry.state.persistence;

import dev.gantry.client.trace.Steps;
import dev.gantry.events.ChangeLog;
import dev.gantry.runtime.tracing.Traces;
import dev.gantry.state.persistence.encryption.BodyCipher;
import dev.gantry.state.persistence.encryption.EncryptionSettings;
import dev.gantry.state.persistence.store.PostgresObjectStore;
import dev.gantry.state.persistence.store.PostgresPublisherSeat;
import dev.gantry.state.persistence.store.StoreSettings;
import dev.gantry.state.publisher.Publisher;
import dev.gantry.state.publisher.PublisherSeat;
import dev.gantry.state.publisher.PublisherSettings;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.watchcache.MemoryWatchCache;
import dev.gantry.state.watchcache.WatchCacheSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The store, the cache over it and the publisher. A context that already has an {@link ObjectStore}
 * and a {@link PublisherSeat}, as tests have, gets no database.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({WatchCacheSettings.class, PublisherSettings.class})
class PersistenceConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(ObjectStore.class)
    @EnableConfigurationProperties({
        DatabaseSettings.class,
        StoreSettings.class,
        EncryptionSettings.class
    })
    static class PostgresConfiguration {

        @Bean
        Database database(DatabaseSettings settings) {
            return Database.open(settings);
        }

        @Bean(destroyMethod = "")
        DataSource dataSource(Database database) {
            return database.pool();
        }

        @Bean
        PostgresObjectStore objectStore(
                Database database,
                StoreSettings settings,
                EncryptionSettings encryption,
                MeterRegistry meters) {
            return PostgresObjectStore.open(
                    database.pool(),
                    database.sessions(),
                    settings,
                    BodyCipher.of(encryption),
                    meters);
        }

        @Bean
        PublisherSeat publisherSeat(Database database) {
            return new PostgresPublisherSeat(database.sessions());
        }
    }

    @Bean
    MemoryWatchCache watchCache(
            ObjectStore store, WatchCacheSettings settings, Clock clock, MeterRegistry meters) {
        return MemoryWatchCache.start(store, settings, clock, meters);
    }

    @Bean
    Publisher publisher(
            ObjectStore store,
            ChangeLog log,
            PublisherSeat seat,
            PublisherSettings settings,
            MeterRegistry meters,
            ObjectProvider<Traces> traces) {
        Steps steps = traces.getIfAvailable(Traces::none);
        return Publisher.start(store, log, seat, settings, meters, steps);
    }
}
