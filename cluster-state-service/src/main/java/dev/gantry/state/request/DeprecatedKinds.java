package dev.gantry.state.request;

import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.served.CustomKind;
import dev.gantry.state.served.ServedTypes;
import java.util.Map;

/** Kinds of 1.36, and versions of custom resources, whose use is answered with a warning. */
final class DeprecatedKinds {

    private static final Map<String, String> WARNINGS =
            Map.of(
                    "v1 endpoints",
                    "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
                    "v1 componentstatuses",
                    "v1 ComponentStatus is deprecated in v1.19+");

    private DeprecatedKinds() {}

    static void warn(ApiRequest request, ServedTypes types) {
        var type = request.target().type();
        String warning =
                types.custom(type)
                        .map(CustomKind::deprecation)
                        .orElse(
                                WARNINGS.getOrDefault(
                                        type.apiVersion() + " " + type.resource(), ""));
        if (!warning.isEmpty()) {
            request.warn(warning);
        }
    }
}
