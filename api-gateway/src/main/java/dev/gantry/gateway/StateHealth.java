package dev.gantry.gateway;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** The gateway is ready when the state service answers a consistent read. */
@Component("state")
final class StateHealth implements HealthIndicator {

    private final StateClient state;

    StateHealth(StateClient state) {
        this.state = state;
    }

    @Override
    public Health health() {
        try {
            state.get(Catalog.builtIn().require("namespaces"), "", "default");
            return Health.up().build();
        } catch (ApiException e) {
            return Health.down().withDetail("why", e.error().message()).build();
        }
    }
}
