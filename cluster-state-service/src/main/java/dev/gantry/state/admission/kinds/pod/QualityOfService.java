package dev.gantry.state.admission.kinds.pod;

import dev.gantry.api.quantity.Quantity;
import dev.gantry.state.admission.validation.Quantities;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A pod's class of service. Kubernetes: "Pod Quality of Service Classes". Pure. */
public final class QualityOfService {

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private QualityOfService() {}

    /** {@code Guaranteed}, {@code Burstable} or {@code BestEffort}. */
    public static String of(JsonNode spec) {
        boolean guaranteed = true;
        boolean asksAnything = false;
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode container : spec.path(list)) {
                JsonNode resources = container.path("resources");
                guaranteed &= isGuaranteed(resources);
                asksAnything |= asks(resources.path("requests")) || asks(resources.path("limits"));
            }
        }
        JsonNode pod = spec.path("resources");
        if (asks(pod.path("requests")) || asks(pod.path("limits"))) {
            return isGuaranteed(pod) ? "Guaranteed" : "Burstable";
        }
        if (!asksAnything) {
            return "BestEffort";
        }
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static boolean isGuaranteed(JsonNode resources) {
        return COUNTED.stream()
                .allMatch(
                        name -> {
                            Quantity limit = Quantities.of(resources.path("limits").path(name));
                            JsonNode request = resources.path("requests").path(name);
                            return limit.value().signum() > 0
                                    && (request.isMissingNode()
                                            || Quantities.of(request).compareTo(limit) == 0);
                        });
    }

    private static boolean asks(JsonNode amounts) {
        return StreamSupport.stream(amounts.properties().spliterator(), false)
                .anyMatch(
                        e ->
                                COUNTED.contains(e.getKey())
                                        && Quantities.of(e.getValue()).value().signum() > 0);
    }
}
