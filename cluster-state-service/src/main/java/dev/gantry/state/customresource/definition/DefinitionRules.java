package dev.gantry.state.customresource.definition;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * CustomResourceDefinitions: names, versions and what may change. Kubernetes: "Custom Resources".
 */
public final class DefinitionRules extends ObjectRules {

    private final VersionRules versions;

    public DefinitionRules(ResourceType type, SchemaExpressions expressions) {
        super(type);
        this.versions = new VersionRules(expressions);
    }

    @Override
    protected NameRule names() {
        return Names.PATH_SEGMENT;
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        ObjectNode names = Json.child(spec, "names");
        String kind = names.path("kind").asString("");
        if (!kind.isEmpty()) {
            empty(names, "singular", kind.toLowerCase(Locale.ROOT));
            empty(names, "listKind", kind + "List");
        }
        ObjectNode conversion = Json.child(spec, "conversion");
        empty(conversion, "strategy", "None");
        if (conversion.path("webhook").path("clientConfig").path("service")
                instanceof ObjectNode service) {
            absent(service, "port", 443);
        }
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        object.remove("status");
        ObjectNode status = Json.child(object, "status");
        status.putArray("storedVersions");
        rememberStored(object);
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForUpdate(object, stored);
        rememberStored(object);
    }

    /** Whatever was stored once stays listed until a migration takes it off. */
    private static void rememberStored(ObjectNode object) {
        ObjectNode status = Json.child(object, "status");
        ArrayNode stored =
                status.get("storedVersions") instanceof ArrayNode given
                        ? given
                        : status.putArray("storedVersions");
        for (JsonNode version : object.path("spec").path("versions")) {
            String name = version.path("name").asString("");
            boolean known = stored.valueStream().anyMatch(v -> v.asString("").equals(name));
            if (version.path("storage").asBoolean(false) && !known) {
                stored.add(name);
            }
        }
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        Place group = spec.at("group");
        Place names = spec.at("names");
        Place name = object.at("metadata").at("name");
        String expected = names.at("plural").text() + "." + group.text();
        if (!name.empty() && !name.text().equals(expected)) {
            name.invalid("must be spec.names.plural+\".\"+spec.group");
        }
        if (group.requireText()) {
            group.check(Names.DNS_SUBDOMAIN);
            if (group.text().indexOf('.') < 0) {
                group.invalid("should be a domain with at least one dot");
            }
        }
        spec.at("scope").requireOneOf(Set.of("Cluster", "Namespaced"));
        versions.check(spec);
        if (spec.at("preserveUnknownFields").flag()) {
            spec.at("preserveUnknownFields")
                    .invalid(
                            "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
                                    + " spec.versions[*].schema instead");
        }
        names(names);
        conversion(spec.at("conversion"));
        approval(object, group.text());
        storedVersions(object);
    }

    private static void names(Place names) {
        names.at("plural").requireText(Names.DNS_1035_LABEL);
        names.at("singular").requireText(Names.DNS_1035_LABEL);
        for (String field : List.of("kind", "listKind")) {
            Place kind = names.at(field);
            if (kind.requireText()) {
                Names.DNS_1035_LABEL
                        .problems(kind.text().toLowerCase(Locale.ROOT))
                        .forEach(
                                p ->
                                        kind.invalid(
                                                "may have mixed case, but should otherwise match: "
                                                        + p));
            }
        }
        for (String list : List.of("shortNames", "categories")) {
            names.at(list).items().forEach(n -> n.check(Names.DNS_1035_LABEL));
        }
        if (!names.at("kind").empty()
                && names.at("kind").text().equals(names.at("listKind").text())) {
            names.at("listKind").invalid("kind and listKind may not be the same");
        }
    }

    private static void conversion(Place conversion) {
        Place strategy = conversion.at("strategy");
        strategy.requireOneOf(Set.of("None", "Webhook"));
        Place webhook = conversion.at("webhook");
        if (strategy.text().equals("None") && webhook.present()) {
            webhook.forbidden("should not be set when strategy is not set to Webhook");
        }
        if (!strategy.text().equals("Webhook")) {
            return;
        }
        if (!webhook.at("clientConfig").present()) {
            webhook.at("clientConfig").required("required when strategy is set to Webhook");
        }
        if (webhook.at("conversionReviewVersions").empty()) {
            webhook.at("conversionReviewVersions").required("");
        }
    }

    /** Groups of the Kubernetes project name who approved, or that nobody did. */
    private static void approval(Place object, String group) {
        if (!Naming.isProtected(group)) {
            return;
        }
        Place approval = object.at("metadata").at("annotations").key("api-approved.kubernetes.io");
        if (approval.empty()) {
            approval.required(
                    "protected groups must have approval annotation"
                            + " \"api-approved.kubernetes.io\", see"
                            + " https://github.com/kubernetes/enhancements/pull/1111");
        } else if (!approval.text().startsWith("unapproved")
                && !approval.text().matches("https?://[^/ ]+.*")) {
            approval.invalid(
                    "protected groups must have approval annotation \"api-approved.kubernetes.io\""
                            + " with either a URL or a reason starting with \"unapproved\"");
        }
    }

    private static void storedVersions(Place object) {
        Place stored = object.at("status").at("storedVersions");
        if (stored.empty()) {
            stored.invalid("must have at least one stored version");
        }
        List<String> versions = new ArrayList<>();
        object.at("spec").at("versions").items().forEach(v -> versions.add(v.at("name").text()));
        for (Place version : stored.items()) {
            if (!versions.contains(version.text())) {
                version.invalid(
                        "missing from spec.versions; %1$s was previously a storage version, and must"
                                .concat(
                                        " remain in spec.versions until a storage migration ensures"
                                                + " no data remains persisted in %1$s and removes"
                                                + " %1$s from status.storedVersions")
                                .formatted(version.text()));
            }
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        Place spec = object.at("spec");
        JsonNode before = stored.path("spec");
        spec.at("group").unchanged(before.path("group"));
        spec.at("names").at("plural").unchanged(before.path("names").path("plural"));
        boolean established = false;
        for (JsonNode condition : stored.path("status").path("conditions")) {
            established |=
                    condition.path("type").asString("").equals("Established")
                            && condition.path("status").asString("").equals("True");
        }
        if (established) {
            spec.at("scope").unchanged(before.path("scope"));
            spec.at("names").at("kind").unchanged(before.path("names").path("kind"));
        }
    }

    @Override
    protected void checkStatus(Place object, ObjectNode stored) {
        storedVersions(object);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        List<String> warnings = new ArrayList<>();
        for (JsonNode version : object.path("spec").path("versions")) {
            FormatWarnings.collect(version.path("schema").path("openAPIV3Schema"), warnings);
        }
        return warnings;
    }
}
