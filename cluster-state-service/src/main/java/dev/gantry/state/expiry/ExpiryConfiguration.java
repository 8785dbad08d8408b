package dev.gantry.state.expiry;

import dev.gantry.state.store.ObjectStore;
import dev.gantry.state.watchcache.WatchCache;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs the expiry of Events with the service. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExpirySettings.class)
class ExpiryConfiguration {

    @Bean
    EventExpiry eventExpiry(
            ObjectStore store, WatchCache cache, ExpirySettings settings, Clock clock) {
        return EventExpiry.start(store, cache, settings, clock);
    }
}
