package dev.gantry.state.serviceaddress;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.admission.AdmissionSettings;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.store.Write;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives a Service its addresses and node ports once it is valid, and takes back what it no longer
 * needs. Unlike other plugins it completes the document after validation, as Kubernetes does.
 */
public final class ServiceAddresses implements AdmissionPlugin {

    private final Claims claims;
    private final ClusterAddresses addresses;
    private final NodePorts ports;

    /**
     * @throws IllegalArgumentException when a range of the settings is none
     */
    public ServiceAddresses(ClusterReads reads, AdmissionSettings settings, Clock clock) {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        this.claims = new Claims(reads, clock);
        this.addresses =
                new ClusterAddresses(AddressRange.of(settings.serviceRange()), claims, random);
        this.ports = new NodePorts(PortRange.of(settings.nodePorts()), claims, random);
    }

    @Override
    public String name() {
        return "ServiceAddresses";
    }

    /** Takes everything back when a Service is removed. */
    @Override
    public void mutate(AdmissionRequest request) {
        if (isService(request) && request.operation() == Operation.DELETE) {
            settle(request, Set.of(), held(request));
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode service = request.object();
        if (!isService(request) || service == null || request.operation() == Operation.DELETE) {
            return;
        }
        ObjectNode spec = Json.child(service, "spec");
        Claims.Holder holder = holder(request);
        Problems problems = new Problems();
        Families.complete(spec, problems);
        if (problems.isEmpty()) {
            addresses.complete(spec, holder, problems);
            ports.complete(spec, holder, problems);
        }
        if (!problems.isEmpty()) {
            throw ApiError.invalid("", "Service", request.key().name(), problems.causes())
                    .exception();
        }
        settle(request, needed(spec), held(request));
    }

    private static boolean isService(AdmissionRequest request) {
        return request.type().groupResource().equals("services") && request.subresource().isEmpty();
    }

    private static Claims.Holder holder(AdmissionRequest request) {
        return new Claims.Holder(request.key().namespace(), request.key().name());
    }

    private static Set<ObjectKey> held(AdmissionRequest request) {
        ObjectNode stored = request.stored();
        return stored == null ? Set.of() : needed(stored.path("spec"));
    }

    /** What a spec names, it holds. */
    private static Set<ObjectKey> needed(JsonNode spec) {
        Set<ObjectKey> keys = new LinkedHashSet<>();
        for (JsonNode address : spec.path("clusterIPs")) {
            if (!address.asString("").isEmpty() && !address.asString("").equals("None")) {
                keys.add(Claims.address(address.asString("")));
            }
        }
        NodePorts.numbers(spec).forEach(port -> keys.add(Claims.port(port)));
        return keys;
    }

    private void settle(
            AdmissionRequest request, Collection<ObjectKey> needed, Collection<ObjectKey> held) {
        Claims.Holder holder = holder(request);
        Set<Write> writes = new LinkedHashSet<>();
        needed.stream()
                .map(key -> claims.take(key, holder))
                .filter(Objects::nonNull)
                .forEach(writes::add);
        held.stream()
                .filter(key -> !needed.contains(key))
                .map(key -> claims.give(key, holder))
                .filter(Objects::nonNull)
                .forEach(writes::add);
        request.companions().addAll(writes);
    }
}
