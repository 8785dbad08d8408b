package dev.gantry.gateway.watchsocket;

import dev.gantry.client.door.StateDoor;
import dev.gantry.gateway.FilterOrder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WatchSocketConfiguration {

    @Bean
    WatchSocketFilter watchSocketFilter(StateDoor door) {
        return new WatchSocketFilter(door);
    }

    @Bean
    FilterRegistrationBean<WatchSocketFilter> watchSocket(WatchSocketFilter filter) {
        FilterRegistrationBean<WatchSocketFilter> registration =
                new FilterRegistrationBean<>(filter);
        registration.setOrder(FilterOrder.WATCH_SOCKET);
        return registration;
    }
}
