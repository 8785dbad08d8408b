package dev.gantry.state.admission.plugins;

import dev.gantry.api.json.Json;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.ClusterReads;
import tools.jackson.databind.node.ObjectNode;

/** A claim that names no class gets the default one. Kubernetes: "DefaultStorageClass". */
final class DefaultStorageClass implements AdmissionPlugin {

    private static final String OLD = "volume.beta.kubernetes.io/storage-class";

    private final ClusterReads reads;

    DefaultStorageClass(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "DefaultStorageClass";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode claim = Requests.created(request, "persistentvolumeclaims");
        if (claim == null
                || claim.path("spec").has("storageClassName")
                || claim.path("metadata").path("annotations").has(OLD)) {
            return;
        }
        DefaultClasses.find(
                        reads,
                        "storageclasses.storage.k8s.io",
                        "storageclass.kubernetes.io/is-default-class")
                .ifPresent(name -> Json.child(claim, "spec").put("storageClassName", name));
    }
}
