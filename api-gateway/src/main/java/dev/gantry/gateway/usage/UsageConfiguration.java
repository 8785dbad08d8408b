package dev.gantry.gateway.usage;

import dev.gantry.access.Authorizer;
import dev.gantry.client.StateClient;
import dev.gantry.gateway.FilterOrder;
import dev.gantry.gateway.proxy.NodePages;
import dev.gantry.runtime.tls.Certificates;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UsageSettings.class)
class UsageConfiguration {

    @Bean
    FilterRegistrationBean<UsageFilter> usage(
            Authorizer authorizer,
            StateClient state,
            Certificates certificates,
            UsageSettings settings,
            Clock clock) {
        NodePages pages = new NodePages(certificates.service(), settings.within());
        Usage usage = new Usage(state, new Summaries(pages, settings, clock), clock);
        FilterRegistrationBean<UsageFilter> filter =
                new FilterRegistrationBean<>(new UsageFilter(authorizer, usage));
        filter.setOrder(FilterOrder.USAGE);
        return filter;
    }
}
