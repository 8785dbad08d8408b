package dev.gantry.runtime.door;

import dev.gantry.runtime.launch.ServiceName;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** What the services that have a door share. */
@AutoConfiguration
@EnableConfigurationProperties(DoorSettings.class)
class DoorConfiguration {

    @Bean
    ClientPresence clientPresence(ServiceName service, DoorSettings settings) {
        return new ClientPresence(service.module(), settings.clientCheck());
    }
}
