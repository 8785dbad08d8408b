package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import dev.gantry.state.admission.validation.Quantities;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of a pod's volumes. Kubernetes: "Volumes", "Projected Volumes". Pure. */
final class VolumeRules {

    /** All sources, in the order in which they are looked at; a second one is one too many. */
    private static final List<String> SOURCES =
            List.of(
                    "emptyDir",
                    "hostPath",
                    "gitRepo",
                    "gcePersistentDisk",
                    "awsElasticBlockStore",
                    "secret",
                    "nfs",
                    "iscsi",
                    "glusterfs",
                    "persistentVolumeClaim",
                    "rbd",
                    "cinder",
                    "cephfs",
                    "flocker",
                    "downwardAPI",
                    "fc",
                    "flexVolume",
                    "configMap",
                    "azureFile",
                    "vsphereVolume",
                    "quobyte",
                    "azureDisk",
                    "storageos",
                    "photonPersistentDisk",
                    "projected",
                    "portworxVolume",
                    "scaleIO",
                    "csi",
                    "ephemeral",
                    "image");

    private static final int HIGHEST_MODE = 0777;
    private static final int LEAST_TOKEN_SECONDS = 600;

    private VolumeRules() {}

    /** The names of all volumes, the wrong ones told. */
    static Set<String> check(Place volumes) {
        Set<String> names = new HashSet<>();
        for (Place volume : volumes.items()) {
            Place name = volume.at("name");
            if (name.requireText()) {
                name.check(Names.DNS_LABEL);
                if (!names.add(name.text())) {
                    name.duplicate();
                }
            }
            source(volume);
        }
        return names;
    }

    private static void source(Place volume) {
        boolean found = false;
        for (String type : SOURCES) {
            Place source = volume.at(type);
            if (!source.present()) {
                continue;
            }
            if (found) {
                source.forbidden("may not specify more than 1 volume type");
            } else {
                one(type, source);
            }
            found = true;
        }
        if (!found) {
            volume.required("must specify a volume type");
        }
    }

    private static void one(String type, Place source) {
        switch (type) {
            case "emptyDir" -> {
                if (Quantities.of(source.at("sizeLimit")).value().signum() < 0) {
                    source.at("sizeLimit")
                            .forbidden("SizeLimit field must be a valid resource quantity");
                }
            }
            case "secret" -> {
                source.at("secretName").requireText();
                files(source);
            }
            case "configMap" -> {
                source.at("name").requireText();
                files(source);
            }
            case "downwardAPI" -> {
                mode(source.at("defaultMode"));
                source.at("items").items().forEach(i -> fieldFile(i, source.path()));
            }
            case "projected" -> projected(source);
            case "persistentVolumeClaim" -> source.at("claimName").requireText();
            case "ephemeral" -> ephemeral(source.at("volumeClaimTemplate"));
            case "csi" -> source.at("driver").requireText(Names.DNS_SUBDOMAIN);
            case "image" -> source.at("reference").requireText();
            default -> VolumeSourceRules.check(type, source);
        }
    }

    private static void ephemeral(Place template) {
        if (!template.present()) {
            template.required("");
            return;
        }
        Place spec = template.at("spec");
        if (spec.at("accessModes").empty()) {
            spec.at("accessModes").required("at least 1 access mode is required");
        }
        if (!spec.at("resources").at("requests").at("storage").present()) {
            spec.at("resources").key("storage").required("");
        }
    }

    /** Keys that become files. */
    private static void files(Place source) {
        mode(source.at("defaultMode"));
        for (Place item : source.at("items").items()) {
            item.at("key").requireText();
            if (item.at("path").requireText()) {
                visiblePath(item.at("path"));
            }
            mode(item.at("mode"));
        }
    }

    private static void mode(Place mode) {
        if (mode.present() && (mode.number() < 0 || mode.number() > HIGHEST_MODE)) {
            mode.invalid("must be a number between 0 and 0777 (octal), both inclusive");
        }
    }

    /** A field of the pod that becomes a file; Kubernetes names these places by their source. */
    private static void fieldFile(Place item, String sourcePath) {
        Place file = item.named(sourcePath);
        Place path = file.at("path");
        if (path.requireText()) {
            visiblePath(path);
        }
        boolean field = file.at("fieldRef").present();
        boolean resource = file.at("resourceFieldRef").present();
        if (field) {
            EnvironmentRules.fileField(file.at("fieldRef"));
            if (resource) {
                file.invalid("fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        } else if (resource) {
            EnvironmentRules.resource(file.at("resourceFieldRef"), true);
        } else {
            file.required("one of fieldRef and resourceFieldRef is required");
        }
        mode(file.at("mode"));
    }

    private static void projected(Place projected) {
        mode(projected.at("defaultMode"));
        Set<String> paths = new HashSet<>();
        for (Place source : projected.at("sources").items()) {
            boolean found = false;
            for (String type :
                    List.of(
                            "secret",
                            "configMap",
                            "downwardAPI",
                            "serviceAccountToken",
                            "clusterTrustBundle",
                            "podCertificate")) {
                Place at = source.at(type);
                if (!at.present()) {
                    continue;
                }
                if (found) {
                    at.forbidden("may not specify more than 1 volume type per source");
                } else {
                    projection(type, at, projected, paths);
                }
                found = true;
            }
        }
    }

    private static void projection(String type, Place at, Place projected, Set<String> paths) {
        switch (type) {
            case "secret", "configMap" -> {
                at.at("name").requireText();
                files(at);
                at.at("items").items().forEach(i -> distinct(i.at("path"), projected, paths));
            }
            case "downwardAPI" -> {
                at.at("items").items().forEach(i -> fieldFile(i, at.path()));
                at.at("items").items().forEach(i -> distinct(i.at("path"), projected, paths));
            }
            case "serviceAccountToken" -> {
                Place seconds = at.at("expirationSeconds");
                if (seconds.number() < LEAST_TOKEN_SECONDS) {
                    seconds.invalid("may not specify a duration less than 10 minutes");
                } else if (seconds.number() > 1L << 32) {
                    seconds.invalid("may not specify a duration larger than 2^32 seconds");
                }
                Place path = at.at("path").named(projected.path() + ".path");
                if (path.requireText()) {
                    visiblePath(path);
                    distinct(path, projected, paths);
                }
            }
            case "clusterTrustBundle" -> at.at("path").requireText();
            default -> at.at("signerName").requireText();
        }
    }

    private static void distinct(Place path, Place projected, Set<String> paths) {
        if (!path.empty() && !paths.add(path.text())) {
            projected.holding(path.node()).invalid("conflicting duplicate paths");
        }
    }

    /** Relative and never upwards. */
    static void descendingPath(Place path) {
        if (path.text().startsWith("/")) {
            path.invalid("must be a relative path");
        }
        if (Arrays.asList(path.text().split("/", -1)).contains("..")) {
            path.invalid("must not contain '..'");
        }
    }

    private static void visiblePath(Place path) {
        descendingPath(path);
        if (path.text().startsWith("..") && !path.text().startsWith("../")) {
            path.invalid("must not start with '..'");
        }
    }
}
