package dev.gantry.standalone;

import dev.gantry.runtime.launch.RunningService;
import dev.gantry.runtime.launch.ServiceName;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One service in a JVM of its own, beside a cluster that runs. What it needs to know is told by its
 * settings, or by {@code run/dev.properties} when the cluster was started to leave it out.
 */
final class SingleService {

    private SingleService() {}

    /** Returns when it listens. */
    static RunningService start(Options given) {
        ServiceName service = ServiceName.ofModule(given.role());
        Options options = given;
        if (!given.settings().containsKey("gantry.cluster-id")) {
            options = given.withDefaults(DevSettings.read(given.dataDirectory(), service));
        }
        Map<String, String> settings = new LinkedHashMap<>(options.settings());
        settings.put("gantry.data-dir", options.dataDirectory().toString());
        return ServiceRoots.launcher(service).properties(settings).start();
    }
}
