package dev.gantry.gateway.authentication;

import dev.gantry.client.StateClient;
import dev.gantry.gateway.FilterOrder;
import dev.gantry.runtime.http.RequestCallers;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AuthenticationConfiguration {

    @Bean
    FilterRegistrationBean<AuthenticationFilter> authentication(
            RequestCallers certificates, StateClient state, Clock clock) {
        FilterRegistrationBean<AuthenticationFilter> filter =
                new FilterRegistrationBean<>(
                        new AuthenticationFilter(certificates, new BearerTokens(state, clock)));
        filter.setOrder(FilterOrder.AUTHENTICATION);
        return filter;
    }
}
