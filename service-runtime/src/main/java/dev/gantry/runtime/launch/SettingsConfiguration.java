package dev.gantry.runtime.launch;

import dev.gantry.runtime.logging.LoggingSettings;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.validation.Validator;

/** Settings are validated and unknown ones refused. */
@AutoConfiguration
@EnableConfigurationProperties({ClusterSettings.class, LoggingSettings.class})
class SettingsConfiguration {

    /** The name is Spring Boot's: it applies such a validator to every settings record. */
    @Bean
    static Validator configurationPropertiesValidator() {
        return new SettingsValidator();
    }

    @Bean
    SettingsCheck settingsCheck(ServiceName service, ConfigurableApplicationContext context) {
        return new SettingsCheck(service, context);
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }
}
