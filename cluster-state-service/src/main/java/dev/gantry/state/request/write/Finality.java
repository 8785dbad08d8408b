package dev.gantry.state.request.write;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Documents.Encoded;
import dev.gantry.state.request.exchange.WriteOptions;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.store.Write;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** When an object that is being deleted is gone. Kubernetes: "Finalizers". */
final class Finality {

    private Finality() {}

    /** Whether nothing holds the object any more: no finalizer and no grace that still runs. */
    static boolean reached(ResourceType type, ObjectNode object) {
        if (!Metadata.deleting(object) || !Metadata.finalizers(object).isEmpty()) {
            return false;
        }
        Long grace = Metadata.deletionGraceSeconds(object);
        boolean held =
                type.groupResource().equals("namespaces")
                        && !Json.at(object, "spec", "finalizers").isEmpty();
        return !held && (grace == null || grace == 0);
    }

    /** Watchers are told the state that was stored, as nobody saw the last change. */
    static Write deletion(ObjectKey key, StoredObject stored) {
        return new Write.Delete(
                key, stored.uid(), stored.body(), stored.spliceAt(), stored.revision());
    }

    /** Watchers are told a state that the deletion itself has made. */
    static Write deletion(ObjectKey key, StoredObject stored, Encoded last) {
        return new Write.Delete(key, stored.uid(), last.body(), last.spliceAt(), stored.revision());
    }

    /** What goes with the object, such as the addresses that it holds, beside what was planned. */
    static List<Write> companions(
            WriteServices services,
            ApiRequest request,
            ObjectKey key,
            WriteOptions options,
            ObjectNode last,
            List<Write> planned) {
        AdmissionRequest removal =
                Preparation.admission(Operation.DELETE, request, key, options, null, last);
        Preparation.mutate(services, removal);
        List<Write> all = new ArrayList<>(planned);
        for (Write write : removal.companions()) {
            if (all.stream().noneMatch(w -> w.key().equals(write.key()))) {
                all.add(write);
            }
        }
        return all;
    }
}
