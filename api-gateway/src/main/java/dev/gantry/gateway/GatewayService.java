package dev.gantry.gateway;

import dev.gantry.access.Authorizer;
import dev.gantry.access.NodeView;
import dev.gantry.access.RoleAuthorizer;
import dev.gantry.client.door.StateDoor;
import dev.gantry.gateway.authentication.Callers;
import dev.gantry.runtime.GantryService;
import dev.gantry.runtime.door.ClientPresence;
import dev.gantry.runtime.door.DoorServlet;
import dev.gantry.runtime.door.DoorSettings;
import dev.gantry.runtime.tracing.Traces;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * The gateway's root. A request passes the filters of the sub-packages in this order: who it is
 * ({@code authentication}), what it did ({@code audit}), as whom ({@code impersonation}), whether
 * there is room ({@code limits}), whether a node or pod answers it ({@code proxy}, {@code usage}),
 * whether it is a watch over a WebSocket ({@code watchsocket}); then the state service's door.
 */
@GantryService
@ComponentScan
public class GatewayService {

    @Bean
    DoorServlet doorServlet(
            StateDoor door, DoorSettings settings, Traces traces, ClientPresence presence) {
        return new DoorServlet(door, Callers::of, settings, traces, presence);
    }

    @Bean
    ServletRegistrationBean<DoorServlet> doorMapping(DoorServlet servlet) {
        return new ServletRegistrationBean<>(servlet, "/*");
    }

    /** For what never reaches the state service's door; the rest is authorized behind it. */
    @Bean
    Authorizer authorizer() {
        return new RoleAuthorizer(NodeView.empty());
    }
}
