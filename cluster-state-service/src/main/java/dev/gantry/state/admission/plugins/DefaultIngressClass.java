package dev.gantry.state.admission.plugins;

import dev.gantry.api.json.Json;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.ClusterReads;
import tools.jackson.databind.node.ObjectNode;

/** An Ingress that names no class gets the default one. Kubernetes: "DefaultIngressClass". */
final class DefaultIngressClass implements AdmissionPlugin {

    private static final String OLD = "kubernetes.io/ingress.class";

    private final ClusterReads reads;

    DefaultIngressClass(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "DefaultIngressClass";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode ingress = Requests.created(request, "ingresses.networking.k8s.io");
        if (ingress == null
                || ingress.path("spec").has("ingressClassName")
                || ingress.path("metadata").path("annotations").has(OLD)) {
            return;
        }
        DefaultClasses.find(
                        reads,
                        "ingressclasses.networking.k8s.io",
                        "ingressclass.kubernetes.io/is-default-class")
                .ifPresent(name -> Json.child(ingress, "spec").put("ingressClassName", name));
    }
}
