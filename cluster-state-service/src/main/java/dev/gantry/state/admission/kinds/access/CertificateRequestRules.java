package dev.gantry.state.admission.kinds.access;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Same;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** CertificateSigningRequest. Kubernetes: "Certificates and Certificate Signing Requests". */
public final class CertificateRequestRules extends ObjectRules {

    private static final Set<String> USAGES =
            Set.of(
                    "signing",
                    "digital signature",
                    "content commitment",
                    "key encipherment",
                    "key agreement",
                    "data encipherment",
                    "cert sign",
                    "crl sign",
                    "encipher only",
                    "decipher only",
                    "any",
                    "server auth",
                    "client auth",
                    "code signing",
                    "email protection",
                    "s/mime",
                    "ipsec end system",
                    "ipsec tunnel",
                    "ipsec user",
                    "timestamping",
                    "ocsp signing",
                    "microsoft sgc",
                    "netscape sgc");
    private static final List<String> DECISIONS = List.of("Approved", "Denied");
    private static final int LEAST_SECONDS = 600;

    private final Clock clock;

    public CertificateRequestRules(ResourceType type, Clock clock) {
        super(type);
        this.clock = clock;
    }

    @Override
    protected NameRule names() {
        return Names.PATH_SEGMENT;
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForUpdate(object, stored);
        restore(object, stored, "spec");
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForStatusUpdate(object, stored);
        stamp(object, stored);
    }

    /** An approval changes conditions and nothing else. */
    @Override
    public void prepareForSubresourceUpdate(
            String subresource, ObjectNode object, ObjectNode stored) {
        restore(object, stored, "spec");
        ObjectNode status = Json.child(object, "status");
        JsonNode certificate = stored.path("status").get("certificate");
        if (certificate == null) {
            status.remove("certificate");
        } else {
            status.set("certificate", certificate);
        }
        stamp(object, stored);
    }

    private void stamp(ObjectNode object, ObjectNode stored) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        for (JsonNode each : object.path("status").path("conditions")) {
            if (each instanceof ObjectNode condition) {
                JsonNode before = same(condition, stored);
                if (!condition.hasNonNull("lastUpdateTime")) {
                    condition.put("lastUpdateTime", now);
                }
                if (before.isMissingNode() && !condition.hasNonNull("lastTransitionTime")) {
                    condition.put("lastTransitionTime", now);
                }
            }
        }
    }

    private static JsonNode same(JsonNode condition, ObjectNode stored) {
        for (JsonNode each : stored.path("status").path("conditions")) {
            if (each.path("type").equals(condition.path("type"))) {
                return each;
            }
        }
        return stored.path("none");
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        String problem = CertificateText.problemOfRequest(spec.at("request").text());
        if (!problem.isEmpty()) {
            spec.at("request").invalid(problem);
        }
        signer(spec.at("signerName"));
        Place usages = spec.at("usages");
        if (usages.empty()) {
            usages.required("usages must be specified");
        }
        usages.items().forEach(u -> u.oneOf(USAGES));
        usages.noDuplicates();
        Place seconds = spec.at("expirationSeconds");
        if (seconds.present() && seconds.number() < LEAST_SECONDS) {
            seconds.invalid("may not specify a duration less than 600 seconds (10 minutes)");
        }
        conditions(object.at("status").at("conditions"));
    }

    private static void signer(Place signer) {
        String name = signer.text();
        if (!signer.requireText()) {
            return;
        }
        if (name.equals("kubernetes.io/legacy-unknown")) {
            signer.invalid("the legacy signerName is not allowed via this API version");
            return;
        }
        int slash = name.indexOf('/');
        if (slash < 0 || name.indexOf('/', slash + 1) >= 0) {
            signer.invalid(
                    "must be a fully qualified domain and path of the form"
                            + " 'example.com/signer-name'");
            return;
        }
        Names.DNS_SUBDOMAIN
                .problems(name.substring(0, slash))
                .forEach(p -> signer.invalid("validating domain segment: " + p));
        if (name.indexOf('.') < 0 || name.indexOf('.') > slash) {
            signer.invalid("should be a domain with at least two segments separated by dots");
        }
        Names.DNS_SUBDOMAIN
                .problems(name.substring(slash + 1))
                .forEach(p -> signer.invalid("validating path segment: " + p));
    }

    private static void conditions(Place conditions) {
        List<String> types = new ArrayList<>();
        for (Place condition : conditions.items()) {
            Place type = condition.at("type");
            Place status = condition.at("status");
            type.requireText();
            boolean decides = type.text().equals("Failed") || DECISIONS.contains(type.text());
            if (status.empty()) {
                status.required("");
            } else {
                status.oneOf(decides ? Set.of("True") : Set.of("True", "False", "Unknown"));
            }
            if (types.contains(type.text())) {
                condition.duplicate();
            }
            types.add(type.text());
        }
        if (types.containsAll(DECISIONS)) {
            conditions.invalid("Approved and Denied conditions are mutually exclusive");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        check(object);
        Place status = object.at("status");
        decided(status.at("conditions"), stored);
        JsonNode before = stored.path("status").path("certificate");
        Place certificate = status.at("certificate");
        if (before.isString()) {
            if (!Same.value(certificate.node(), before)) {
                certificate.forbidden(
                        "updates may not set certificate content when it is already set");
            }
        } else if (!certificate.empty()) {
            String problem = CertificateText.problemOfCertificate(certificate.text());
            if (!problem.isEmpty()) {
                certificate.invalid(problem);
            }
        }
    }

    /** Only the approval path decides. */
    private static void decided(Place conditions, ObjectNode stored) {
        for (String decision : DECISIONS) {
            boolean before = has(stored.path("status").path("conditions"), decision);
            boolean now = has(conditions.node(), decision);
            if (now && !before) {
                conditions.forbidden(
                        "updates may not add a condition of type \"" + decision + "\"");
            } else if (before && !now) {
                conditions.forbidden(
                        "updates may not remove a condition of type \"" + decision + "\"");
            }
        }
    }

    private static boolean has(JsonNode conditions, String type) {
        for (JsonNode each : conditions) {
            if (each.path("type").asString("").equals(type)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void validateSubresourceUpdate(
            String subresource, ObjectNode object, ObjectNode stored, Problems problems) {
        validateUpdate(object, stored, problems);
    }
}
