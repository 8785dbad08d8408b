package dev.gantry.state.admission.kinds.extension;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.NameRule;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** CustomResourceDefinition without its schemas. Kubernetes: "Custom Resources". */
public final class CustomResourceRules extends ObjectRules {

    public CustomResourceRules(ResourceType type) {
        super(type);
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
        for (JsonNode version : object.path("spec").path("versions")) {
            if (version.path("storage").asBoolean(false)) {
                status.putArray("storedVersions").add(version.path("name").asString(""));
            }
        }
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForUpdate(object, stored);
        for (JsonNode version : object.path("spec").path("versions")) {
            if (version.path("storage").asBoolean(false)) {
                remember(Json.child(object, "status"), version.path("name").asString(""));
            }
        }
    }

    private static void remember(ObjectNode status, String version) {
        ArrayNode versions =
                status.get("storedVersions") instanceof ArrayNode given
                        ? given
                        : status.putArray("storedVersions");
        for (JsonNode each : versions) {
            if (each.asString("").equals(version)) {
                return;
            }
        }
        versions.add(version);
    }

    /** Labels and the like are not changed through status. */
    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForStatusUpdate(object, stored);
        onlyStatus(object, stored);
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
        versions(spec.at("versions"));
        names(names);
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

    private static void versions(Place versions) {
        int stored = 0;
        Set<String> names = new HashSet<>();
        for (Place version : versions.items()) {
            Place name = version.at("name");
            Names.DNS_1035_LABEL.problems(name.text()).forEach(name::invalid);
            if (!names.add(name.text())) {
                versions.invalid("must contain unique version names");
            }
            stored += version.at("storage").flag() ? 1 : 0;
            if (!version.at("schema").at("openAPIV3Schema").present()) {
                version.at("schema").at("openAPIV3Schema").required("schemas are required");
            }
        }
        if (stored != 1) {
            versions.invalid("must have exactly one version marked as storage version");
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
}
