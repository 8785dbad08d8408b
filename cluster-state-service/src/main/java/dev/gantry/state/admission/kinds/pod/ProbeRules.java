package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Probes and hooks. Kubernetes: "Configure Probes", "Container Lifecycle Hooks". Pure. */
public final class ProbeRules {

    private static final Set<String> SCHEMES = Set.of("HTTP", "HTTPS");

    private ProbeRules() {}

    static void liveness(Place probe) {
        if (probe.present()) {
            check(probe);
            if (probe.at("successThreshold").number() != 1) {
                probe.at("successThreshold").invalid("must be 1");
            }
        }
    }

    static void readiness(Place probe) {
        if (probe.present()) {
            check(probe);
            if (probe.at("terminationGracePeriodSeconds").present()) {
                probe.at("terminationGracePeriodSeconds")
                        .invalid("must not be set for readinessProbes");
            }
        }
    }

    private static void check(Place probe) {
        handler(probe, List.of("exec", "httpGet", "tcpSocket", "grpc"));
        for (String count :
                List.of(
                        "initialDelaySeconds",
                        "timeoutSeconds",
                        "periodSeconds",
                        "successThreshold",
                        "failureThreshold")) {
            probe.at(count).nonNegative();
        }
        Place grace = probe.at("terminationGracePeriodSeconds");
        if (grace.present() && grace.number() <= 0) {
            grace.invalid("must be greater than 0");
        }
    }

    static void lifecycle(Place lifecycle) {
        for (String hook : List.of("postStart", "preStop")) {
            if (lifecycle.at(hook).present()) {
                handler(lifecycle.at(hook), List.of("exec", "httpGet", "tcpSocket", "sleep"));
            }
        }
    }

    /** Exactly one way of acting. */
    private static void handler(Place handler, List<String> ways) {
        List<String> given = new ArrayList<>();
        for (String way : ways) {
            if (!handler.at(way).present()) {
                continue;
            }
            if (given.isEmpty()) {
                way(way, handler.at(way));
            } else {
                handler.at(way).forbidden("may not specify more than 1 handler type");
            }
            given.add(way);
        }
        if (given.isEmpty()) {
            handler.required("must specify a handler type");
        }
    }

    private static void way(String way, Place at) {
        switch (way) {
            case "exec" -> {
                if (at.at("command").empty()) {
                    at.at("command").required("");
                }
            }
            case "httpGet" -> httpGet(at);
            case "tcpSocket" -> port(at.at("port"));
            case "grpc" -> at.at("port").between(1, 65535);
            default -> {
                if (at.at("seconds").number() < 0) {
                    at.at("seconds").invalid("must be non-negative");
                }
            }
        }
    }

    private static void httpGet(Place get) {
        get.at("path").requireText();
        port(get.at("port"));
        get.at("scheme").oneOf(SCHEMES);
        for (Place header : get.at("httpHeaders").items()) {
            header.at("name").named(get.path() + ".httpHeaders").check(Names.HTTP_HEADER);
        }
    }

    /** A number or the name of a port. */
    public static void port(Place port) {
        if (port.node().isString()) {
            port.check(Names.PORT_NAME);
        } else if (port.number() < 1 || port.number() > 65535) {
            port.invalid("must be between 1 and 65535, inclusive");
        }
    }
}
