package dev.gantry.state.admission.plugins;

import dev.gantry.api.json.Json;
import dev.gantry.client.door.Caller;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A certificate request says who asks, and nobody can say it for another. Kubernetes: reference of
 * CertificateSigningRequestSpec.
 */
final class RequestIdentity implements AdmissionPlugin {

    @Override
    public String name() {
        return "RequestIdentity";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode object =
                Requests.created(request, "certificatesigningrequests.certificates.k8s.io");
        if (object == null) {
            return;
        }
        Caller caller = request.caller();
        ObjectNode spec = Json.child(object, "spec");
        spec.remove(List.of("username", "uid", "groups", "extra"));
        spec.put("username", caller.user());
        if (!caller.uid().isEmpty()) {
            spec.put("uid", caller.uid());
        }
        if (!caller.groups().isEmpty()) {
            ArrayNode groups = spec.putArray("groups");
            caller.groups().forEach(groups::add);
        }
        caller.extra()
                .forEach(
                        (key, values) -> {
                            ArrayNode list = Json.child(spec, "extra").putArray(key);
                            values.forEach(list::add);
                        });
    }
}
