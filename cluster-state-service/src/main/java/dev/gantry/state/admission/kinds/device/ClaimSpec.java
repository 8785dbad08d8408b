package dev.gantry.state.admission.kinds.device;

import dev.gantry.state.admission.expression.Expressions;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is claimed, in claims and their templates. Kubernetes: "Dynamic Resource Allocation". */
final class ClaimSpec {

    private static final int MOST_REQUESTS = 32;
    private static final Set<String> MODES = Set.of("All", "ExactCount");

    private final Expressions expressions;

    ClaimSpec(Expressions expressions) {
        this.expressions = expressions;
    }

    static void defaults(JsonNode spec) {
        for (JsonNode request : spec.path("devices").path("requests")) {
            mode(request.path("exactly"));
            request.path("firstAvailable").forEach(ClaimSpec::mode);
        }
    }

    private static void mode(JsonNode node) {
        if (node instanceof ObjectNode request) {
            if (request.path("allocationMode").asString("").isEmpty()) {
                request.put("allocationMode", "ExactCount");
            }
            if (request.path("allocationMode").asString("").equals("ExactCount")
                    && request.path("count").asInt(0) == 0) {
                request.put("count", 1);
            }
        }
    }

    void check(Place spec) {
        Place devices = spec.at("devices");
        Place requests = devices.at("requests");
        if (requests.node().size() > MOST_REQUESTS) {
            requests.tooMany(MOST_REQUESTS);
        }
        List<String> names = new ArrayList<>();
        for (Place request : requests.items()) {
            Place name = request.at("name");
            if (name.requireText()) {
                name.check(Names.DNS_LABEL);
                if (names.contains(name.text())) {
                    request.holding(name.node()).duplicate();
                }
                names.add(name.text());
            }
            request(request);
        }
        for (Place constraint : devices.at("constraints").items()) {
            known(constraint.at("requests"), names);
            if (!constraint.at("matchAttribute").present()
                    && !constraint.at("distinctAttribute").present()) {
                constraint.at("matchAttribute").required("");
            }
        }
        for (Place config : devices.at("config").items()) {
            known(config.at("requests"), names);
            DeviceConfig.check(config);
        }
    }

    private static void known(Place requests, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (Place each : requests.items()) {
            String base = each.text().split("/", 2)[0];
            if (!names.contains(base)) {
                each.invalid(
                        "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'");
            }
            if (!seen.add(each.text())) {
                each.duplicate();
            }
        }
    }

    private void request(Place request) {
        Place exactly = request.at("exactly");
        Place first = request.at("firstAvailable");
        if (exactly.present() && !first.empty()) {
            request.invalid(
                    "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set");
        } else if (exactly.present()) {
            device(exactly);
        } else if (!first.empty()) {
            for (Place each : first.items()) {
                each.at("name").requireText(Names.DNS_LABEL);
                device(each);
            }
        } else {
            request.required("exactly one of `exactly` or `firstAvailable` is required");
        }
    }

    private void device(Place request) {
        request.at("deviceClassName").requireText(Names.DNS_SUBDOMAIN);
        DeviceSelectors.check(request.at("selectors"), expressions);
        Place mode = request.at("allocationMode");
        Place count = request.at("count");
        switch (mode.text()) {
            case "All" -> {
                if (count.number() != 0) {
                    count.invalid("must not be specified when allocationMode is 'All'");
                }
            }
            case "ExactCount" -> {
                if (count.number() <= 0) {
                    count.invalid("must be greater than zero");
                }
            }
            default -> mode.unsupported(MODES);
        }
    }
}
