package dev.gantry.gateway.proxy;

import dev.gantry.access.Authorizer;
import dev.gantry.client.StateClient;
import dev.gantry.gateway.FilterOrder;
import dev.gantry.runtime.door.ClientPresence;
import dev.gantry.runtime.tls.Certificates;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProxySettings.class)
class ProxyConfiguration {

    @Bean
    Upgrades upgrades(ProxySettings settings, MeterRegistry meters) {
        return new Upgrades(settings, meters);
    }

    @Bean
    FilterRegistrationBean<ProxyFilter> proxy(
            Authorizer authorizer,
            StateClient state,
            Certificates certificates,
            ProxySettings settings,
            ClientPresence presence,
            Upgrades upgrades) {
        Dialer dialer =
                new Dialer(
                        certificates.service(), settings.connectTimeout(), settings.replyTimeout());
        Relay relay = new Relay(dialer, presence, upgrades);
        FilterRegistrationBean<ProxyFilter> filter =
                new FilterRegistrationBean<>(
                        new ProxyFilter(authorizer, new Targets(state), relay));
        filter.setOrder(FilterOrder.PROXY);
        return filter;
    }
}
