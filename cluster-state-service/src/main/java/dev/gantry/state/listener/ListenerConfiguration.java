package dev.gantry.state.listener;

import dev.gantry.runtime.door.ClientPresence;
import dev.gantry.runtime.door.DoorServlet;
import dev.gantry.runtime.door.DoorSettings;
import dev.gantry.runtime.http.RequestCallers;
import dev.gantry.runtime.tracing.Traces;
import dev.gantry.state.request.LocalStateDoor;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the door behind every path that has no servlet of its own. */
@Configuration(proxyBeanMethods = false)
class ListenerConfiguration {

    @Bean
    DoorServlet doorServlet(
            LocalStateDoor door,
            DoorSettings settings,
            RequestCallers certificates,
            Traces traces,
            ClientPresence presence) {
        return new DoorServlet(
                door, new RemoteCallers(certificates)::of, settings, traces, presence);
    }

    @Bean
    ServletRegistrationBean<DoorServlet> doorMapping(DoorServlet servlet) {
        return new ServletRegistrationBean<>(servlet, "/*");
    }
}
