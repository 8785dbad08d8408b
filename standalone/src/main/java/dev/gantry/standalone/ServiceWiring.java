package dev.gantry.standalone;

import dev.gantry.client.door.StateDoor;
import dev.gantry.events.ChangeLog;
import dev.gantry.runtime.launch.ServiceLauncher;
import dev.gantry.runtime.launch.ServiceName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the services of this JVM are given.
 *
 * @param door null when the state service is elsewhere
 * @param statePort where the state service listens on 127.0.0.1, or will
 */
record ServiceWiring(
        Options options,
        Map<String, String> common,
        ChangeLog log,
        @Nullable StateDoor door,
        int statePort) {

    /**
     * @param api where the gateway listens, host and port
     */
    ServiceLauncher launcher(ServiceName service, String api) {
        ServiceLauncher launcher =
                ServiceRoots.launcher(service)
                        .properties(Settings.of(service, options, common, api))
                        .bean(ChangeLog.class, log);
        return door == null
                ? launcher.property("gantry.state-door.url", url(service, api))
                : launcher.bean(StateDoor.class, door);
    }

    /** Nodes come in through the gateway. */
    String url(ServiceName service, String api) {
        return "https://" + (service == ServiceName.NODE ? api : "127.0.0.1:" + statePort);
    }
}
