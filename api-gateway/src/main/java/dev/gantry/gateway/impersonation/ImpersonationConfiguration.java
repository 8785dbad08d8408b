package dev.gantry.gateway.impersonation;

import dev.gantry.access.Authorizer;
import dev.gantry.gateway.FilterOrder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ImpersonationConfiguration {

    @Bean
    FilterRegistrationBean<ImpersonationFilter> impersonation(Authorizer authorizer) {
        FilterRegistrationBean<ImpersonationFilter> filter =
                new FilterRegistrationBean<>(new ImpersonationFilter(authorizer));
        filter.setOrder(FilterOrder.IMPERSONATION);
        return filter;
    }
}
