package dev.gantry.gateway.limits;

import dev.gantry.gateway.FilterOrder;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitSettings.class)
class LimitConfiguration {

    @Bean
    FilterRegistrationBean<InFlightFilter> inFlight(LimitSettings settings, MeterRegistry meters) {
        FilterRegistrationBean<InFlightFilter> filter =
                new FilterRegistrationBean<>(new InFlightFilter(settings, meters));
        filter.setOrder(FilterOrder.LIMITS);
        return filter;
    }
}
