package dev.gantry.controller.election;

import dev.gantry.api.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes {@code coordination.k8s.io/v1} Leases as trees. */
final class LeaseDocument {

    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private LeaseDocument() {}

    static ObjectNode first(ElectionSettings settings, Instant now) {
        ObjectNode lease = Json.object();
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        lease.putObject("metadata")
                .put("name", settings.lease())
                .put("namespace", settings.namespace());
        hold(lease.putObject("spec"), settings, now);
        lease.withObject("spec").put("leaseTransitions", 0);
        return lease;
    }

    /** Taken over: another holder, one more transition. */
    static ObjectNode taken(ObjectNode seen, ElectionSettings settings, Instant now) {
        ObjectNode lease = seen.deepCopy();
        ObjectNode spec = Json.child(lease, "spec");
        spec.put("leaseTransitions", transitions(seen) + 1);
        hold(spec, settings, now);
        return lease;
    }

    private static void hold(ObjectNode spec, ElectionSettings settings, Instant now) {
        spec.put("holderIdentity", settings.identity());
        spec.put("leaseDurationSeconds", settings.leaseDuration().toSeconds());
        spec.put("acquireTime", MICRO_TIME.format(now));
        spec.put("renewTime", MICRO_TIME.format(now));
    }

    static ObjectNode renewed(ObjectNode seen, Instant now) {
        ObjectNode lease = seen.deepCopy();
        Json.child(lease, "spec").put("renewTime", MICRO_TIME.format(now));
        return lease;
    }

    /** Given back, so that another need not wait. */
    static ObjectNode released(ObjectNode seen, Instant now) {
        ObjectNode lease = seen.deepCopy();
        ObjectNode spec = Json.child(lease, "spec");
        spec.put("holderIdentity", "");
        spec.put("leaseDurationSeconds", 1);
        spec.put("acquireTime", MICRO_TIME.format(now));
        spec.put("renewTime", MICRO_TIME.format(now));
        return lease;
    }

    static String holder(JsonNode lease) {
        return Json.text(lease, "spec", "holderIdentity");
    }

    static int transitions(JsonNode lease) {
        return Json.at(lease, "spec", "leaseTransitions").asInt(0);
    }

    static long revision(JsonNode lease) {
        return Long.parseLong(Json.text(lease, "metadata", "resourceVersion"));
    }
}
