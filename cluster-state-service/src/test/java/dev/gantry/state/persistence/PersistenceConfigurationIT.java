package dev.gantry.state.persistence;

import static dev.gantry.state.store.Groups.configMap;
import static dev.gantry.state.store.Groups.create;
import static dev.gantry.state.store.Groups.group;
import static dev.gantry.state.store.Groups.revision;
import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.events.ChangeRecord;
import dev.gantry.events.memory.InMemoryChangeLog;
import dev.gantry.state.publisher.PublisherSeat;
import dev.gantry.state.store.InMemoryObjectStore;
import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.watchcache.WatchCache;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

class PersistenceConfigurationIT {

    @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void aCommitIsCachedAndPublished() throws Exception {
        InMemoryChangeLog log = new InMemoryChangeLog();
        DatabaseSettings database = DATABASE.settings();
        try (var context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(
                            new MapPropertySource(
                                    "test",
                                    Map.of(
                                            "gantry.state.database.url", database.url(),
                                            "gantry.state.database.password",
                                                    String.valueOf(database.password()))));
            context.registerBean(Clock.class, Clock::systemUTC);
            context.registerBean(SimpleMeterRegistry.class);
            context.registerBean(InMemoryChangeLog.class, () -> log);
            context.register(PersistenceConfiguration.class);
            context.refresh();
            ObjectStore store = context.getBean(ObjectStore.class);
            WatchCache cache = context.getBean(WatchCache.class);
            eventually(() -> assertThat(log.appended()).isNotEmpty());

            long at = revision(store.commit(group(create(configMap("a"), "1"))));

            assertThat(cache.await(at, Duration.ofSeconds(10))).isTrue();
            assertThat(cache.get(configMap("a"))).isNotNull();
            eventually(() -> assertThat(told(log)).isEqualTo(1));
        }
    }

    @Test
    void aContextThatHasAStoreGetsNoDatabase() {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(Clock.class, Clock::systemUTC);
            context.registerBean(SimpleMeterRegistry.class);
            context.registerBean(InMemoryChangeLog.class);
            context.registerBean(InMemoryObjectStore.class, () -> new InMemoryObjectStore());
            context.registerBean(PublisherSeat.class, () -> () -> null);
            context.register(PersistenceConfiguration.class);
            context.refresh();
            assertThat(context.getBeansOfType(DataSource.class)).isEmpty();
        }
    }

    private static long told(InMemoryChangeLog log) {
        return log.appended().stream()
                .filter(a -> a.record() instanceof ChangeRecord.Changed)
                .count();
    }
}
