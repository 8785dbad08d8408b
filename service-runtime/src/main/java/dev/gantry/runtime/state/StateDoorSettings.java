package dev.gantry.runtime.state;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where the state service is, for services in processes of their own. */
@ConfigurationProperties("gantry.state-door")
public record StateDoorSettings(
        /** The state service's address; for a node-service the gateway's. */
        @Nullable URI url) {}
