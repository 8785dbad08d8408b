package dev.gantry.gateway.audit;

import dev.gantry.api.json.Json;
import dev.gantry.client.door.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** One request as {@code audit.k8s.io/v1 Event}. */
record AuditEvent(
        UUID id,
        Caller caller,
        String method,
        String uri,
        String source,
        String userAgent,
        Instant received) {

    static AuditEvent of(UUID id, Caller caller, HttpServletRequest request, Instant received) {
        String query = request.getQueryString();
        String agent = request.getHeader("User-Agent");
        return new AuditEvent(
                id,
                caller,
                request.getMethod(),
                query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query,
                request.getRemoteAddr(),
                agent == null ? "" : agent,
                received);
    }

    /**
     * @param counted whom the request counted for in the end: another when it was impersonated
     */
    byte[] line(Caller counted, int code, Instant done) {
        ObjectNode event = Json.object();
        event.put("kind", "Event").put("apiVersion", "audit.k8s.io/v1").put("level", "Metadata");
        event.put("auditID", id.toString()).put("stage", "ResponseComplete");
        event.put("requestURI", uri).put("verb", verb());
        put(event.putObject("user"), caller);
        if (!counted.equals(caller)) {
            put(event.putObject("impersonatedUser"), counted);
        }
        event.putArray("sourceIPs").add(source);
        event.put("userAgent", userAgent);
        event.putObject("responseStatus").put("code", code);
        event.put("requestReceivedTimestamp", received.toString());
        event.put("stageTimestamp", done.toString());
        byte[] json = Json.bytes(event);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    private static void put(ObjectNode user, Caller caller) {
        user.put("username", caller.user());
        caller.groups().forEach(user.withArray("groups")::add);
    }

    private String verb() {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }
}
