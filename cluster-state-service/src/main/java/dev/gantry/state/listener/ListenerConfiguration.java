package dev.gantry.state.listener;

import dev.gantry.runtime.door.DoorServlet;
import dev.gantry.runtime.door.DoorSettings;
import dev.gantry.runtime.http.RequestCallers;
import dev.gantry.state.request.LocalStateDoor;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the door behind every path that has no servlet of its own. */
@Configuration(proxyBeanMethods = false)
class ListenerConfiguration {

    @Bean
    DoorServlet doorServlet(
            LocalStateDoor door, DoorSettings settings, RequestCallers certificates) {
        return new DoorServlet(door, new RemoteCallers(certificates)::of, settings);
    }

    @Bean
    ServletRegistrationBean<DoorServlet> doorMapping(DoorServlet servlet) {
        return new ServletRegistrationBean<>(servlet, "/*");
    }
}
