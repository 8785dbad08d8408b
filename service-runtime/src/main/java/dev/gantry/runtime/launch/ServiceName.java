package dev.gantry.runtime.launch;

import dev.gantry.client.door.Caller;

/** The six services: how each is called, configured and identified. */
public enum ServiceName {
    API_GATEWAY("api-gateway", "gateway", "api-gateway"),
    CLUSTER_STATE("cluster-state-service", "state", "cluster-state"),
    SCHEDULING("scheduling-service", "scheduling", "scheduler"),
    RECONCILER("reconciler-service", "reconciler", "reconciler"),
    NODE("node-service", "node", "node"),
    INGRESS("ingress-service", "ingress", "ingress");

    private final String module;
    private final String settings;
    private final String identity;

    ServiceName(String module, String settings, String identity) {
        this.module = module;
        this.settings = settings;
        this.identity = identity;
    }

    /** As in the module, the configuration file, thread names and logs: {@code api-gateway}. */
    public String module() {
        return module;
    }

    /** Settings are under {@code gantry.<this>}. */
    public String settings() {
        return "gantry." + settings;
    }

    /** Whom its certificate names: {@code system:gantry:scheduler}. */
    public Caller caller() {
        return Caller.service(identity);
    }

    /**
     * @throws IllegalArgumentException when there is no such service
     */
    public static ServiceName ofModule(String module) {
        for (ServiceName name : values()) {
            if (name.module.equals(module)) {
                return name;
            }
        }
        throw new IllegalArgumentException("there is no service " + module);
    }
}
