package dev.gantry.state.serviceaddress;

import dev.gantry.api.status.ApiError;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.admission.kinds.network.ServiceTransitions;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ports that are open on every node. One number serves one Service, whatever the protocol. */
final class NodePorts {

    private final PortRange range;
    private final Claims claims;
    private final RandomGenerator random;

    NodePorts(PortRange range, Claims claims, RandomGenerator random) {
        this.range = range;
        this.claims = claims;
        this.random = random;
    }

    /** All node ports that a spec names. */
    static Set<Long> numbers(JsonNode spec) {
        Set<Long> numbers = new LinkedHashSet<>();
        for (JsonNode port : spec.path("ports")) {
            if (port.path("nodePort").asLong(0) != 0) {
                numbers.add(port.path("nodePort").asLong(0));
            }
        }
        if (spec.path("healthCheckNodePort").asLong(0) != 0) {
            numbers.add(spec.path("healthCheckNodePort").asLong(0));
        }
        return numbers;
    }

    /** Draws what is needed and judges what is asked for. */
    void complete(ObjectNode spec, Claims.Holder holder, Problems problems) {
        Set<Long> own = numbers(spec);
        for (int i = 0; i < spec.path("ports").size(); i++) {
            judge(
                    spec.path("ports").get(i).path("nodePort").asLong(0),
                    "spec.ports[" + i + "].nodePort",
                    holder,
                    problems);
        }
        if (ServiceTransitions.needsNodePorts(spec)) {
            for (JsonNode each : spec.path("ports")) {
                if (each instanceof ObjectNode port && port.path("nodePort").asLong(0) == 0) {
                    long number = shared(spec.path("ports"), port);
                    port.put("nodePort", (int) (number == 0 ? draw(own, holder) : number));
                }
            }
        }
        health(spec, own, holder, problems);
    }

    private void judge(long number, String field, Claims.Holder holder, Problems problems) {
        if (number == 0) {
            return;
        }
        if (!range.band().contains(number)) {
            problems.invalid(
                    field,
                    number,
                    "provided port is not in the valid range. The range of valid ports is "
                            + range.text());
        } else if (!claims.isFreeNow(Claims.port(number), holder)) {
            problems.invalid(field, number, "provided port is already allocated");
        }
    }

    /** The number that the same port has for another protocol; 0 when there is none to share. */
    private static long shared(JsonNode ports, ObjectNode port) {
        Set<Long> taken = new HashSet<>();
        long found = 0;
        for (JsonNode other : ports) {
            long number = other.path("nodePort").asLong(0);
            if (other == port || number == 0) {
                continue;
            }
            if (other.path("protocol").equals(port.path("protocol"))) {
                taken.add(number);
            } else if (other.path("port").equals(port.path("port"))) {
                found = number;
            }
        }
        return taken.contains(found) ? 0 : found;
    }

    private long draw(Set<Long> own, Claims.Holder holder) {
        Long drawn =
                range.band()
                        .draw(
                                random,
                                n -> !own.contains(n) && claims.isFree(Claims.port(n), holder));
        if (drawn == null) {
            throw ApiError.internal("failed to allocate a nodePort: range is full").exception();
        }
        own.add(drawn);
        return drawn;
    }

    private void health(ObjectNode spec, Set<Long> own, Claims.Holder holder, Problems problems) {
        if (!ServiceTransitions.needsHealthPort(spec)) {
            return;
        }
        long asked = spec.path("healthCheckNodePort").asLong(0);
        if (asked == 0) {
            spec.put("healthCheckNodePort", (int) draw(own, holder));
        } else {
            judge(asked, "spec.healthCheckNodePort", holder, problems);
        }
    }
}
