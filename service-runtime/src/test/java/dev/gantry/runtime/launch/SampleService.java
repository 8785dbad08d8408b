package dev.gantry.runtime.launch;

import dev.gantry.api.status.ApiError;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.StateDoor;
import dev.gantry.runtime.GantryService;
import dev.gantry.runtime.door.ClientPresence;
import dev.gantry.runtime.door.DoorServlet;
import dev.gantry.runtime.door.DoorSettings;
import dev.gantry.runtime.http.RequestCallers;
import dev.gantry.runtime.tracing.Traces;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/** A service that is nothing but a door. */
@GantryService
@EnableConfigurationProperties(SampleSettings.class)
public class SampleService {

    @Bean
    DoorServlet doorServlet(
            StateDoor door,
            DoorSettings settings,
            RequestCallers callers,
            Traces traces,
            ClientPresence presence) {
        return new DoorServlet(
                door,
                request -> {
                    Caller caller = callers.of(request);
                    if (caller == null) {
                        throw ApiError.unauthorized().exception();
                    }
                    return caller;
                },
                settings,
                traces,
                presence);
    }

    @Bean
    ServletRegistrationBean<DoorServlet> doorMapping(DoorServlet servlet) {
        return new ServletRegistrationBean<>(servlet, "/*");
    }
}
