package dev.gantry.state.serviceaddress;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.store.Write;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects that say who holds an address or a node port. They come and go with the Service, in
 * one group.
 */
final class Claims {

    private static final String ADDRESSES = "ipaddresses.networking.k8s.io";

    /** Not served by the API: only the state service writes them. */
    private static final String PORTS = "nodeports.internal.gantry.dev";

    private final ClusterReads reads;
    private final Clock clock;

    Claims(ClusterReads reads, Clock clock) {
        this.reads = reads;
        this.clock = clock;
    }

    /** A Service that holds things. */
    record Holder(String namespace, String name) {}

    static ObjectKey address(String address) {
        return new ObjectKey(ADDRESSES, "", address);
    }

    static ObjectKey port(long port) {
        return new ObjectKey(PORTS, "", Long.toString(port));
    }

    /** Whether nobody but the holder has what the key stands for. */
    boolean isFree(ObjectKey key, Holder holder) {
        ObjectNode claim = reads.get(key);
        return claim == null || holds(claim, holder);
    }

    /** The same of what is committed by now: what was just given back is free. */
    boolean isFreeNow(ObjectKey key, Holder holder) {
        if (isFree(key, holder)) {
            return true;
        }
        ObjectNode claim = reads.current(key);
        return claim == null || holds(claim, holder);
    }

    private static boolean holds(ObjectNode claim, Holder holder) {
        JsonNode parent = claim.path("spec").path("parentRef");
        return parent.path("resource").asString("").equals("services")
                && parent.path("namespace").asString("").equals(holder.namespace())
                && parent.path("name").asString("").equals(holder.name());
    }

    /** The write that claims; null when the claim stands already. */
    @Nullable Write take(ObjectKey key, Holder holder) {
        ObjectNode present = reads.get(key);
        if (present != null && (holds(present, holder) || reads.current(key) != null)) {
            return null;
        }
        boolean address = key.groupResource().equals(ADDRESSES);
        String head =
                address
                        ? "{\"kind\":\"IPAddress\",\"apiVersion\":\"networking.k8s.io/v1\","
                        : "{\"kind\":\"NodePort\",\"apiVersion\":\"internal.gantry.dev/v1\",";
        ObjectNode rest = Json.object();
        String uid = UUID.randomUUID().toString();
        ObjectNode metadata = rest.putObject("metadata").put("name", key.name()).put("uid", uid);
        metadata.put(
                "creationTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        if (address) {
            metadata.putObject("labels")
                    .put("ipaddress.kubernetes.io/ip-family", "IPv4")
                    .put("ipaddress.kubernetes.io/managed-by", "ipallocator.k8s.io");
        }
        rest.putObject("spec")
                .putObject("parentRef")
                .put("resource", "services")
                .put("namespace", holder.namespace())
                .put("name", holder.name());
        String prefix = head + "\"metadata\":{";
        return new Write.Create(key, uid, joined(head, rest), prefix.length());
    }

    /** The write that gives back; null when the holder has no such claim. */
    @Nullable Write give(ObjectKey key, Holder holder) {
        ObjectNode claim = reads.get(key);
        if (claim == null || !holds(claim, holder)) {
            return null;
        }
        ObjectNode last = claim.deepCopy();
        ObjectNode metadata = (ObjectNode) last.path("metadata");
        long revision = Long.parseLong(metadata.remove("resourceVersion").asString());
        String head =
                "{\"kind\":\"%s\",\"apiVersion\":\"%s\","
                        .formatted(
                                last.path("kind").asString(""),
                                last.path("apiVersion").asString(""));
        last.remove(List.of("kind", "apiVersion"));
        ObjectNode ordered = Json.object();
        ordered.set("metadata", metadata);
        last.properties().forEach(e -> ordered.putIfAbsent(e.getKey(), e.getValue()));
        return new Write.Delete(
                key,
                metadata.path("uid").asString(""),
                joined(head, ordered),
                (head + "\"metadata\":{").length(),
                revision);
    }

    /** Stored bytes begin with kind, apiVersion and metadata. */
    private static byte[] joined(String head, ObjectNode rest) {
        byte[] body = Json.bytes(rest);
        byte[] start = head.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] all = new byte[start.length + body.length - 1];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 1, all, start.length, body.length - 1);
        return all;
    }
}
