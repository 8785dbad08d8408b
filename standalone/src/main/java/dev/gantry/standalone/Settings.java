package dev.gantry.standalone;

import dev.gantry.runtime.launch.ServiceName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Settings that the launcher gives to services. Those of the launcher itself, {@code gantry.nodes},
 * {@code gantry.hollow-nodes}, {@code gantry.network.pod-cidr} and {@code
 * gantry.network.service-cidr}, become what each service calls them.
 */
final class Settings {

    private static final String INGRESS_PORT = "gantry.ingress.entry.http-port";
    static final String GATEWAY_PORT = "gantry.gateway.listener.port";
    private static final String NODES = "gantry.nodes";
    private static final String HOLLOW = "gantry.hollow-nodes";
    private static final String PODS = "gantry.network.pod-cidr";
    private static final String SERVICES = "gantry.network.service-cidr";

    private Settings() {}

    /** For every service. */
    static Map<String, String> common(Options options, Path data, String clusterId) {
        Map<String, String> settings = new LinkedHashMap<>(options.settings());
        settings.keySet().removeAll(Set.of(NODES, HOLLOW, PODS, SERVICES));
        settings.put("gantry.data-dir", data.toString());
        settings.put("gantry.cluster-id", clusterId);
        settings.putIfAbsent(GATEWAY_PORT, "6443");
        settings.putIfAbsent(INGRESS_PORT, "8080");
        settings.put("gantry.tls.api-service-address", address(services(options), 1));
        return settings;
    }

    /**
     * For one service.
     *
     * @param api where the gateway listens, host and port
     */
    static Map<String, String> of(
            ServiceName service, Options options, Map<String, String> common, String api) {
        return switch (service) {
            case CLUSTER_STATE -> state(options, common);
            case NODE -> node(options, common, api);
            case API_GATEWAY, SCHEDULING, RECONCILER, INGRESS -> common;
        };
    }

    static Map<String, String> state(Options options, Map<String, String> common) {
        Map<String, String> settings = new LinkedHashMap<>(common);
        settings.put("gantry.state.admission.service-range", services(options));
        settings.put("gantry.state.bootstrap.api-address", address(pods(options), 1));
        settings.put("gantry.state.bootstrap.api-port", common.getOrDefault(GATEWAY_PORT, "6443"));
        return settings;
    }

    /**
     * @param api where the gateway listens, host and port
     */
    static Map<String, String> node(Options options, Map<String, String> common, String api) {
        Map<String, String> settings = new LinkedHashMap<>(common);
        settings.put("gantry.node.names", names(options.number(NODES, 1)));
        settings.put("gantry.node.hollow-nodes", String.valueOf(options.number(HOLLOW, 0)));
        settings.put("gantry.node.network.api-address", api);
        settings.put("gantry.node.network.pod-cidr", pods(options));
        settings.put("gantry.node.network.service-cidr", services(options));
        settings.put("gantry.node.network.dns-address", address(services(options), 10));
        return settings;
    }

    private static String names(int nodes) {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(i -> "node-" + i)
                .collect(Collectors.joining(","));
    }

    private static String pods(Options options) {
        return options.settings().getOrDefault(PODS, "10.244.0.0/16");
    }

    private static String services(Options options) {
        return options.settings().getOrDefault(SERVICES, "10.96.0.0/16");
    }

    /** The n-th address of a range that ends in 0. */
    private static String address(String range, int n) {
        String base = range.substring(0, range.indexOf('/'));
        return base.substring(0, base.lastIndexOf('.') + 1) + n;
    }
}
