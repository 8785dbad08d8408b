package dev.gantry.state.table;

import dev.gantry.api.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Volumes, claims, classes and drivers. */
final class StoragePrinters {

    private static final String BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

    private StoragePrinters() {}

    static List<Object> persistentVolume(Printed d) {
        String claim = d.text("spec", "claimRef", "name");
        String namespace = d.text("spec", "claimRef", "namespace");
        return List.of(
                d.name(),
                d.text("spec", "capacity", "storage"),
                accessModes(d.at("spec", "accessModes")),
                d.text("spec", "persistentVolumeReclaimPolicy"),
                d.isDeleting() ? "Terminating" : d.text("status", "phase"),
                claim.isEmpty() ? "" : namespace + "/" + claim,
                className(d),
                d.textOr(Printed.UNSET, "spec", "volumeAttributesClassName"),
                d.text("status", "reason"),
                d.age(),
                d.textOr(Printed.UNSET, "spec", "volumeMode"));
    }

    static List<Object> persistentVolumeClaim(Printed d) {
        String volume = d.text("spec", "volumeName");
        boolean isBound = !volume.isEmpty();
        return List.of(
                d.name(),
                d.isDeleting() ? "Terminating" : d.text("status", "phase"),
                volume,
                isBound ? d.textOr("0", "status", "capacity", "storage") : "",
                isBound ? accessModes(d.at("status", "accessModes")) : "",
                className(d),
                d.textOr(Printed.UNSET, "spec", "volumeAttributesClassName"),
                d.age(),
                d.textOr(Printed.UNSET, "spec", "volumeMode"));
    }

    private static String className(Printed d) {
        return d.textOr(d.text("spec", "storageClassName"), "metadata", "annotations", BETA_CLASS);
    }

    private static String accessModes(JsonNode modes) {
        List<String> shown = new java.util.ArrayList<>();
        for (String mode :
                List.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")) {
            for (JsonNode each : modes) {
                if (each.asString("").equals(mode) && !shown.contains(shortMode(mode))) {
                    shown.add(shortMode(mode));
                }
            }
        }
        return String.join(",", shown);
    }

    private static String shortMode(String mode) {
        return switch (mode) {
            case "ReadWriteOnce" -> "RWO";
            case "ReadOnlyMany" -> "ROX";
            case "ReadWriteMany" -> "RWX";
            default -> "RWOP";
        };
    }

    static List<Object> storageClass(Printed d) {
        boolean isDefault =
                isMarked(d, "storageclass.kubernetes.io/is-default-class")
                        || isMarked(d, "storageclass.beta.kubernetes.io/is-default-class");
        return List.of(
                isDefault ? d.name() + " (default)" : d.name(),
                d.text("provisioner"),
                d.textOr("Delete", "reclaimPolicy"),
                d.textOr("Immediate", "volumeBindingMode"),
                d.flag("allowVolumeExpansion"),
                d.age());
    }

    private static boolean isMarked(Printed d, String annotation) {
        return d.text("metadata", "annotations", annotation).equals("true");
    }

    static List<Object> volumeAttachment(Printed d) {
        return List.of(
                d.name(),
                d.text("spec", "attacher"),
                d.text("spec", "source", "persistentVolumeName"),
                d.text("spec", "nodeName"),
                d.flag("status", "attached"),
                d.age());
    }

    static List<Object> volumeAttributesClass(Printed d) {
        return List.of(d.name(), d.text("driverName"), d.age());
    }

    static List<Object> csiDriver(Printed d) {
        String tokens =
                Printed.joined(
                        d.at("spec", "tokenRequests"), token -> Json.text(token, "audience"));
        String modes = Printed.strings(d.at("spec", "volumeLifecycleModes"));
        return List.of(
                d.name(),
                d.at("spec", "attachRequired").booleanValue(true),
                d.flag("spec", "podInfoOnMount"),
                d.flag("spec", "storageCapacity"),
                d.count("spec", "tokenRequests") == 0 ? Printed.UNSET : tokens,
                d.flag("spec", "requiresRepublish"),
                modes.isEmpty() ? Printed.NONE : modes,
                d.age());
    }

    static List<Object> csiNode(Printed d) {
        return List.of(d.name(), d.count("spec", "drivers"), d.age());
    }
}
