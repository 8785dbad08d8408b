package dev.gantry.state.table;

import dev.gantry.api.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Who may what: bindings, certificates, admission. */
final class AccessPrinters {

    private AccessPrinters() {}

    static List<Object> binding(Printed d) {
        return List.of(
                d.name(),
                d.text("roleRef", "kind") + "/" + d.text("roleRef", "name"),
                d.age(),
                subjects(d, "User"),
                subjects(d, "Group"),
                subjects(d, "ServiceAccount"));
    }

    private static String subjects(Printed d, String kind) {
        List<String> names = new ArrayList<>();
        for (JsonNode subject : d.at("subjects")) {
            if (Json.text(subject, "kind").equals(kind)) {
                String name = Json.text(subject, "name");
                names.add(
                        kind.equals("ServiceAccount")
                                ? Json.text(subject, "namespace") + "/" + name
                                : name);
            }
        }
        return String.join(", ", names);
    }

    static List<Object> certificateSigningRequest(Printed d) {
        JsonNode seconds = d.at("spec", "expirationSeconds");
        return List.of(
                d.name(),
                d.age(),
                d.textOr(Printed.NONE, "spec", "signerName"),
                d.text("spec", "username"),
                seconds.isNumber()
                        ? HumanDuration.of(Duration.ofSeconds(seconds.longValue(0)))
                        : Printed.NONE,
                certificateStatus(d));
    }

    private static String certificateStatus(Printed d) {
        String status =
                !d.condition("Denied").isEmpty()
                        ? "Denied"
                        : !d.condition("Approved").isEmpty() ? "Approved" : "Pending";
        String failed = d.condition("Failed").isEmpty() ? "" : ",Failed";
        return status + failed + (d.text("status", "certificate").isEmpty() ? "" : ",Issued");
    }

    static List<Object> webhookConfiguration(Printed d) {
        return List.of(d.name(), d.count("webhooks"), d.age());
    }

    static List<Object> validatingPolicy(Printed d) {
        return List.of(d.name(), d.count("spec", "validations"), paramKind(d), d.age());
    }

    static List<Object> mutatingPolicy(Printed d) {
        return List.of(d.name(), d.count("spec", "mutations"), paramKind(d), d.age());
    }

    private static String paramKind(Printed d) {
        return d.at("spec", "paramKind").isObject()
                ? d.text("spec", "paramKind", "apiVersion")
                        + "/"
                        + d.text("spec", "paramKind", "kind")
                : Printed.UNSET;
    }

    static List<Object> policyBinding(Printed d) {
        return List.of(d.name(), d.text("spec", "policyName"), paramRef(d), d.age());
    }

    private static String paramRef(Printed d) {
        JsonNode ref = d.at("spec", "paramRef");
        if (!ref.isObject()) {
            return Printed.UNSET;
        }
        String name = Json.text(ref, "name");
        if (name.isEmpty()) {
            return Printed.selector(ref.path("selector"));
        }
        String namespace = Json.text(ref, "namespace");
        return (namespace.isEmpty() ? "*" : namespace) + "/" + name;
    }
}
