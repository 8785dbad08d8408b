package dev.gantry.runtime.state;

import dev.gantry.client.StateClient;
import dev.gantry.client.door.HttpStateDoor;
import dev.gantry.client.door.StateDoor;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.client.informer.InformerSettings;
import dev.gantry.client.informer.Informers;
import dev.gantry.events.ChangeLog;
import dev.gantry.runtime.launch.ServiceName;
import dev.gantry.runtime.tls.Certificates;
import dev.gantry.runtime.tracing.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Door, client, change log and informers; each gives way to one that is there already. */
@AutoConfiguration
@EnableConfigurationProperties({StateDoorSettings.class, KafkaSettings.class})
class StateConfiguration {

    @Bean
    @ConditionalOnMissingBean(StateDoor.class)
    StateDoor stateDoor(
            StateDoorSettings settings, Certificates certificates, ServiceName service) {
        if (settings.url() == null) {
            throw new IllegalStateException(
                    "gantry.state-door.url is not set: "
                            + service.module()
                            + " does not know where the state service is");
        }
        return new HttpStateDoor(
                settings.url(), certificates.service().context(), service.caller());
    }

    @Bean
    @ConditionalOnMissingBean
    StateAccess stateAccess(
            StateDoor door,
            StateDoorSettings settings,
            Certificates certificates,
            ServiceName service,
            Traces traces) {
        return new DoorAccess(door, settings.url(), certificates, service.caller(), traces);
    }

    @Bean
    @ConditionalOnMissingBean
    StateClient stateClient(StateAccess access) {
        return access.asService();
    }

    @Bean
    @ConditionalOnMissingBean(ChangeLog.class)
    @ConditionalOnExpression("!'${gantry.kafka.bootstrap-servers:}'.isEmpty()")
    ChangeLog changeLog(KafkaSettings settings) {
        return KafkaLog.open(settings);
    }

    @Bean
    @ConditionalOnMissingBean(InformerFactory.class)
    InformerFactory informerFactory(
            StateClient client, ObjectProvider<ChangeLog> changeLog, MeterRegistry meters) {
        @Nullable ChangeLog log = changeLog.getIfAvailable();
        return Informers.create(client, log, InformerSettings.USUAL, meters);
    }

    @Bean
    InformerStart informerStart(ObjectProvider<InformerFactory> informers) {
        return new InformerStart(informers);
    }

    /** A service that decides on a copy is not ready before it has one. */
    @Bean
    HealthIndicator informerSync(ObjectProvider<InformerFactory> informers) {
        return () ->
                informers.stream().allMatch(InformerFactory::synced)
                        ? Health.up().build()
                        : Health.down().build();
    }
}
