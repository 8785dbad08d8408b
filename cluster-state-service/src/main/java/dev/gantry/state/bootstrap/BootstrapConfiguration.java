package dev.gantry.state.bootstrap;

import dev.gantry.client.DoorStateClient;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.StateDoor;
import dev.gantry.state.admission.AdmissionSettings;
import dev.gantry.state.served.ServedTypes;
import dev.gantry.state.watchcache.WatchCache;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What exists after the start, and the readiness that depends on it. */
@Configuration(proxyBeanMethods = false)
class BootstrapConfiguration {

    private static final Caller SELF =
            new Caller("system:apiserver", "", List.of("system:masters"), Map.of());

    @Bean
    Startup startup(
            StateDoor door,
            ServedTypes types,
            WatchCache cache,
            BootstrapSettings settings,
            AdmissionSettings admission,
            Clock clock) {
        Bootstrap bootstrap =
                new Bootstrap(
                        new DoorStateClient(door, SELF), types, settings, admission.serviceRange());
        return new Startup(cache, bootstrap, clock);
    }

    @Bean
    HealthIndicator bootstrapped(Startup startup) {
        return () -> startup.ready() ? Health.up().build() : Health.down().build();
    }
}
