package dev.gantry.gateway.audit;

import dev.gantry.gateway.FilterOrder;
import dev.gantry.runtime.launch.ClusterSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {

    @Bean
    @ConditionalOnBooleanProperty(name = "gantry.gateway.audit.enabled", matchIfMissing = true)
    AuditLog auditLog(ClusterSettings cluster, AuditSettings settings, MeterRegistry meters) {
        return new AuditLog(cluster.dataDir().resolve("log/audit.log"), settings, meters);
    }

    @Bean
    FilterRegistrationBean<AuditFilter> audit(
            ObjectProvider<AuditLog> log, AuditSettings settings, Clock clock) {
        FilterRegistrationBean<AuditFilter> filter =
                new FilterRegistrationBean<>(
                        new AuditFilter(log.getIfAvailable(), settings.services(), clock));
        filter.setOrder(FilterOrder.AUDIT);
        return filter;
    }
}
