package dev.gantry.state.admission.kinds.pod;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What volumes get when they do not say. Kubernetes: reference of Volume. Pure. */
public final class VolumeDefaults {

    private static final int FILE_MODE = 0644;
    private static final int TOKEN_SECONDS = 3600;

    private VolumeDefaults() {}

    /** A volume of a pod: without a source it is an empty directory. */
    static void volume(JsonNode node) {
        if (!(node instanceof ObjectNode volume)) {
            return;
        }
        if (volume.properties().stream().noneMatch(VolumeDefaults::isSource)) {
            volume.putObject("emptyDir");
        }
        for (String files : List.of("secret", "configMap", "downwardAPI", "projected")) {
            if (volume.get(files) instanceof ObjectNode object) {
                absent(object, "defaultMode", FILE_MODE);
            }
        }
        volume.path("downwardAPI").path("items").forEach(ContainerDefaults::fieldRef);
        volume.path("projected").path("sources").forEach(VolumeDefaults::projection);
        JsonNode claim = volume.path("ephemeral").path("volumeClaimTemplate").path("spec");
        if (claim instanceof ObjectNode spec) {
            PodDefaults.text(spec, "volumeMode", "Filesystem");
        }
        if (volume.get("image") instanceof ObjectNode image) {
            String reference = image.path("reference").asString("");
            PodDefaults.text(image, "pullPolicy", ContainerDefaults.pullPolicy(reference));
        }
        source(volume);
    }

    private static boolean isSource(Map.Entry<String, JsonNode> field) {
        return !field.getKey().equals("name") && !field.getValue().isNull();
    }

    private static void projection(JsonNode source) {
        if (source.path("serviceAccountToken") instanceof ObjectNode token) {
            absent(token, "expirationSeconds", TOKEN_SECONDS);
        }
        source.path("downwardAPI").path("items").forEach(ContainerDefaults::fieldRef);
    }

    /** Sources that pods and persistent volumes share. */
    public static void source(ObjectNode owner) {
        if (owner.get("hostPath") instanceof ObjectNode path && !path.hasNonNull("type")) {
            path.put("type", "");
        }
        if (owner.get("iscsi") instanceof ObjectNode iscsi) {
            PodDefaults.text(iscsi, "iscsiInterface", "default");
        }
        if (owner.get("rbd") instanceof ObjectNode rbd) {
            PodDefaults.text(rbd, "pool", "rbd");
            PodDefaults.text(rbd, "user", "admin");
            PodDefaults.text(rbd, "keyring", "/etc/ceph/keyring");
        }
        if (owner.get("scaleIO") instanceof ObjectNode disk) {
            PodDefaults.text(disk, "storageMode", "ThinProvisioned");
            PodDefaults.text(disk, "fsType", "xfs");
        }
        if (owner.get("azureDisk") instanceof ObjectNode disk) {
            absent(disk, "cachingMode", "ReadWrite");
            absent(disk, "kind", "Shared");
            absent(disk, "fsType", "ext4");
            if (!disk.hasNonNull("readOnly")) {
                disk.put("readOnly", false);
            }
        }
    }

    private static void absent(ObjectNode object, String field, int value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    private static void absent(ObjectNode object, String field, String value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }
}
