package dev.gantry.state.admission.kinds.storage;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.kinds.pod.AffinityRules;
import dev.gantry.state.admission.kinds.pod.VolumeDefaults;
import dev.gantry.state.admission.kinds.pod.VolumeSourceRules;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Quantities;
import dev.gantry.state.admission.validation.Same;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** PersistentVolume. Kubernetes: "Persistent Volumes". */
public final class VolumeRules extends ObjectRules {

    private static final Set<String> POLICIES = Set.of("Delete", "Recycle", "Retain");

    /** The fields of the spec that are no source. */
    private static final Set<String> NO_SOURCE =
            Set.of(
                    "capacity",
                    "accessModes",
                    "claimRef",
                    "persistentVolumeReclaimPolicy",
                    "storageClassName",
                    "mountOptions",
                    "volumeMode",
                    "nodeAffinity",
                    "volumeAttributesClassName");

    private final Clock clock;

    public VolumeRules(ResourceType type, Clock clock) {
        super(type);
        this.clock = clock;
    }

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = spec(object);
        empty(spec, "persistentVolumeReclaimPolicy", "Retain");
        absent(spec, "volumeMode", "Filesystem");
        VolumeDefaults.source(spec);
        ObjectNode status = Json.child(object, "status");
        empty(status, "phase", "Pending");
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        object.remove("status");
        ObjectNode status = Json.child(object, "status").put("phase", "Pending");
        changedNow(status);
    }

    private void changedNow(ObjectNode status) {
        status.put(
                "lastPhaseTransitionTime",
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForStatusUpdate(object, stored);
        ObjectNode status = Json.child(object, "status");
        JsonNode before = stored.path("status");
        boolean moved = !status.path("phase").equals(before.path("phase"));
        boolean told =
                !status.path("lastPhaseTransitionTime")
                        .equals(before.path("lastPhaseTransitionTime"));
        if (moved && !told) {
            changedNow(status);
        }
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place object) {
        Place spec = object.at("spec");
        ClaimRules.modes(spec.at("accessModes"));
        capacity(spec.at("capacity"));
        spec.at("persistentVolumeReclaimPolicy").oneOf(POLICIES);
        affinity(spec.at("nodeAffinity"));
        sources(spec);
        if (spec.at("local").present() && !spec.at("nodeAffinity").present()) {
            spec.at("nodeAffinity").required("Local volume requires node affinity");
        }
        if (spec.at("hostPath").at("path").text().equals("/")
                && spec.at("persistentVolumeReclaimPolicy").text().equals("Recycle")) {
            spec.at("persistentVolumeReclaimPolicy")
                    .forbidden("may not be 'recycle' for a hostPath mount of '/'");
        }
        ClaimRules.className(spec.at("storageClassName"));
        ClaimRules.className(spec.at("volumeAttributesClassName"));
        spec.at("volumeMode").oneOf(ClaimRules.VOLUME_MODES);
    }

    private static void capacity(Place capacity) {
        if (capacity.empty()) {
            capacity.required("");
        }
        if (!capacity.node().has("storage") || capacity.node().size() > 1) {
            capacity.unsupported(List.of("storage"));
        }
        for (Map.Entry<String, Place> each : capacity.entries()) {
            Quantities.positive(each.getValue());
        }
    }

    private static void affinity(Place affinity) {
        if (!affinity.present()) {
            return;
        }
        if (affinity.at("required").present()) {
            AffinityRules.nodeSelector(affinity.at("required"));
        } else {
            affinity.at("required").required("must specify required node constraints");
        }
    }

    private static void sources(Place spec) {
        boolean found = false;
        for (Map.Entry<String, JsonNode> field : spec.node().properties()) {
            if (NO_SOURCE.contains(field.getKey()) || field.getValue().isNull()) {
                continue;
            }
            if (found) {
                spec.at(field.getKey()).forbidden("may not specify more than 1 volume type");
            } else {
                VolumeSourceRules.check(field.getKey(), spec.at(field.getKey()));
            }
            found = true;
        }
        if (!found) {
            spec.required("must specify a volume type");
        }
    }

    @Override
    protected void checkChange(Place object, ObjectNode stored) {
        check(object);
        Place spec = object.at("spec");
        JsonNode before = stored.path("spec");
        if (!Same.value(onlySource(spec.node()), onlySource(before))) {
            spec.absent("persistentvolumesource")
                    .forbidden("spec.persistentvolumesource is immutable after creation");
        }
        spec.at("volumeMode").named("volumeMode").unchanged(before.path("volumeMode"));
        if (before.hasNonNull("nodeAffinity")) {
            spec.at("nodeAffinity").named("nodeAffinity").unchanged(before.path("nodeAffinity"));
        }
    }

    private static JsonNode onlySource(JsonNode spec) {
        ObjectNode source = spec.deepCopy().asObject();
        source.remove(NO_SOURCE);
        return source;
    }
}
