package dev.gantry.state.admission.kinds.pod;

import dev.gantry.state.admission.validation.Names;
import dev.gantry.state.admission.validation.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sources that pods and persistent volumes share: what each must say. Kubernetes: "Volumes". */
public final class VolumeSourceRules {

    private static final Set<String> HOST_PATH_TYPES =
            Set.of(
                    "",
                    "DirectoryOrCreate",
                    "Directory",
                    "FileOrCreate",
                    "File",
                    "Socket",
                    "CharDevice",
                    "BlockDevice");

    private static final Map<String, List<String>> REQUIRED =
            Map.ofEntries(
                    Map.entry("gitRepo", List.of("repository")),
                    Map.entry("nfs", List.of("server", "path")),
                    Map.entry("glusterfs", List.of("endpoints", "path")),
                    Map.entry("iscsi", List.of("targetPortal", "iqn")),
                    Map.entry("rbd", List.of("image")),
                    Map.entry("cinder", List.of("volumeID")),
                    Map.entry("azureFile", List.of("secretName", "shareName")),
                    Map.entry("azureDisk", List.of("diskName", "diskURI")),
                    Map.entry("vsphereVolume", List.of("volumePath")),
                    Map.entry("photonPersistentDisk", List.of("pdID")),
                    Map.entry("portworxVolume", List.of("volumeID")),
                    Map.entry("awsElasticBlockStore", List.of("volumeID")),
                    Map.entry("gcePersistentDisk", List.of("pdName")),
                    Map.entry("scaleIO", List.of("gateway", "system", "volumeName")),
                    Map.entry("quobyte", List.of("registry", "volume")),
                    Map.entry("flexVolume", List.of("driver")));

    private VolumeSourceRules() {}

    /** Tells the problems of a source of a type. */
    public static void check(String type, Place source) {
        REQUIRED.getOrDefault(type, List.of()).forEach(f -> source.at(f).requireText());
        switch (type) {
            case "hostPath" -> hostPath(source);
            case "nfs" -> {
                if (!source.at("path").empty() && !source.at("path").text().startsWith("/")) {
                    source.at("path").invalid("must be an absolute path");
                }
            }
            case "cephfs" -> {
                if (source.at("monitors").empty()) {
                    source.at("monitors").required("");
                }
            }
            case "csi" -> {
                source.at("driver").requireText(Names.DNS_SUBDOMAIN);
                source.at("volumeHandle").requireText();
            }
            case "local" -> source.at("path").requireText();
            default -> {}
        }
    }

    private static void hostPath(Place source) {
        Place path = source.at("path");
        if (path.requireText() && Arrays.asList(path.text().split("/", -1)).contains("..")) {
            path.invalid("must not contain '..'");
        }
        if (!HOST_PATH_TYPES.contains(source.at("type").text())) {
            source.at("type").unsupported(HOST_PATH_TYPES);
        }
    }
}
