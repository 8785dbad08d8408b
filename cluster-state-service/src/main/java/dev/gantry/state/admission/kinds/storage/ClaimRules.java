package dev.gantry.state.admission.kinds.storage;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Quantities;
import dev.gantry.state.admission.validation.Same;
import dev.gantry.state.admission.validation.Selectors;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** PersistentVolumeClaim. Kubernetes: "Persistent Volumes". */
public final class ClaimRules extends ObjectRules {

    static final Set<String> ACCESS_MODES =
            Set.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod");
    static final Set<String> VOLUME_MODES = Set.of("Block", "Filesystem");

    public ClaimRules(ResourceType type) {
        super(type);
    }

    @Override
    public void defaults(ObjectNode object) {
        ClaimDefaults.claim(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        object.remove("status");
        Json.child(object, "status").put("phase", "Pending");
        ObjectNode spec = spec(object);
        JsonNode source = spec.path("dataSource");
        String kind = source.path("kind").asString("");
        boolean claim =
                kind.equals("PersistentVolumeClaim")
                        && source.path("apiGroup").asString("").isEmpty();
        boolean snapshot =
                kind.equals("VolumeSnapshot")
                        && source.path("apiGroup").asString("").equals("snapshot.storage.k8s.io");
        if (source.isObject() && !claim && !snapshot) {
            spec.remove("dataSource");
        }
        sources(spec);
    }

    /** The old field and the new one say the same where they can. */
    private static void sources(ObjectNode spec) {
        JsonNode old = spec.path("dataSource");
        JsonNode reference = spec.path("dataSourceRef");
        if (old.isObject() && !reference.isObject()) {
            spec.set("dataSourceRef", old.deepCopy());
        } else if (reference.isObject()
                && !old.isObject()
                && reference.path("namespace").asString("").isEmpty()) {
            ObjectNode copy = reference.deepCopy().asObject();
            copy.remove("namespace");
            spec.set("dataSource", copy);
        }
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        modes(spec.at("accessModes"));
        Selectors.check(spec.at("selector"));
        Place storage =
                spec.at("resources")
                        .at("requests")
                        .at("storage")
                        .named(spec.path() + ".resources[storage]");
        if (!storage.present()) {
            storage.required("");
        } else {
            Quantities.positive(storage);
        }
        className(spec.at("storageClassName"));
        className(spec.at("volumeAttributesClassName"));
        spec.at("volumeMode").oneOf(VOLUME_MODES);
        dataSources(spec);
    }

    static void modes(Place modes) {
        if (modes.empty()) {
            modes.required("at least 1 access mode is required");
        }
        for (Place mode : modes.items()) {
            if (!ACCESS_MODES.contains(mode.text())) {
                mode.named(modes.path()).unsupported(ACCESS_MODES);
            }
        }
        if (modes.node().size() > 1 && modes.texts().contains("ReadWriteOncePod")) {
            modes.forbidden("may not use ReadWriteOncePod with other access modes");
        }
    }

    static void className(Place name) {
        if (!name.empty()) {
            name.check(Names.DNS_SUBDOMAIN);
        }
    }

    private static void dataSources(Place spec) {
        Place source = spec.at("dataSource");
        Place reference = spec.at("dataSourceRef");
        for (Place each : List.of(source, reference)) {
            if (each.present()) {
                each.at("name").requireText();
                each.at("kind").requireText();
                if (each.at("apiGroup").empty()
                        && !each.at("kind").empty()
                        && !each.at("kind").text().equals("PersistentVolumeClaim")) {
                    each.invalid(
                            "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
                }
            }
        }
        if (source.present()
                && reference.present()
                && !Same.value(source.node(), reference.node())) {
            spec.invalid("must match dataSourceRef");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        Place spec = object.at("spec");
        JsonNode before = stored.path("spec");
        boolean bound = stored.path("status").path("phase").asString("").equals("Bound");
        ObjectNode now = spec.node().deepCopy().asObject();
        if (before.path("volumeName").asString("").isEmpty()) {
            now.remove("volumeName");
        }
        if (bound) {
            put(Json.child(now, "resources"), before.path("resources"), "requests");
            put(now, before, "volumeAttributesClassName");
        }
        if (before.path("storageClassName").isMissingNode()) {
            now.remove("storageClassName");
        }
        if (!Same.value(now, before)) {
            spec.forbidden(
                    "spec is immutable after creation except resources.requests and"
                            + " volumeAttributesClassName for bound claims");
        }
        if (bound) {
            size(spec, stored);
        }
    }

    /** A bound claim may grow, and shrink back to what it really has. */
    private static void size(Place spec, ObjectNode stored) {
        Place storage = spec.at("resources").at("requests").at("storage");
        JsonNode before = stored.path("spec").path("resources").path("requests").path("storage");
        JsonNode real = stored.path("status").path("capacity").path("storage");
        boolean shrinks = Quantities.of(storage).compareTo(Quantities.of(before)) < 0;
        if (shrinks && Quantities.of(storage).compareTo(Quantities.of(real)) <= 0) {
            storage.forbidden("field can not be less than status.capacity");
        }
    }

    private static void put(ObjectNode target, JsonNode source, String field) {
        if (source.has(field)) {
            target.set(field, source.get(field));
        } else {
            target.remove(field);
        }
    }
}
