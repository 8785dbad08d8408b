package dev.gantry.state.admission.plugins;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.admission.ClusterReads;
import dev.gantry.state.admission.validation.Same;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bound pod's resources change only on a node that is there to carry it out. Kubernetes:
 * "NodeDeclaredFeatureValidator".
 */
final class NodeDeclaredFeatureValidator implements AdmissionPlugin {

    private final ClusterReads reads;

    NodeDeclaredFeatureValidator(ClusterReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "NodeDeclaredFeatureValidator";
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode pod = request.object();
        ObjectNode stored = request.stored();
        if (pod == null
                || stored == null
                || request.operation() != Operation.UPDATE
                || !request.type().groupResource().equals("pods")
                || !request.subresource().equals("resize")) {
            return;
        }
        String node = stored.path("spec").path("nodeName").asString("");
        boolean changed = !Same.value(pod.path("spec"), stored.path("spec"));
        if (changed && !node.isEmpty() && reads.get(new ObjectKey("nodes", "", node)) == null) {
            throw Requests.forbidden(request, "node \"" + node + "\" of the pod was not found");
        }
    }
}
