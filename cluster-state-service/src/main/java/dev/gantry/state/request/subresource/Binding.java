package dev.gantry.state.request.subresource;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiError.Cause;
import dev.gantry.state.admission.AdmissionPlugin;
import dev.gantry.state.admission.AdmissionRequest;
import dev.gantry.state.admission.AdmissionRequest.Operation;
import dev.gantry.state.document.Canonical;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.Documents.Encoded;
import dev.gantry.state.request.exchange.WriteOptions;
import dev.gantry.state.request.write.Metadata;
import dev.gantry.state.request.write.Plan;
import dev.gantry.state.request.write.Submitted;
import dev.gantry.state.request.write.WriteAction;
import dev.gantry.state.request.write.WriteServices;
import dev.gantry.state.store.CommitResult.Refused;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.store.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Binds a pod to a node: decided on the pod as it is when the commit is made. Kubernetes: "API
 * reference", "Binding". Binding to the node that a pod already has succeeds, so that a binder may
 * ask again after an unknown outcome.
 */
final class Binding implements WriteAction {

    private final ApiRequest request;
    private final WriteServices services;
    private final WriteOptions options;
    private final ResourceType pods;
    private final String podName;
    private final ObjectNode binding;

    private Binding(
            ApiRequest request,
            WriteServices services,
            WriteOptions options,
            ResourceType pods,
            ObjectNode binding) {
        this.request = request;
        this.services = services;
        this.options = options;
        this.pods = pods;
        this.podName = Metadata.name(binding);
        this.binding = binding;
    }

    /**
     * @param podName as the path names it; empty when only the body does
     */
    static Binding of(ApiRequest request, WriteServices services, String podName) {
        WriteOptions options = WriteOptions.read(request, "CreateOptions", false);
        ObjectNode binding =
                Submitted.read(
                        request,
                        services,
                        new Submitted.Expected("v1", "Binding"),
                        services.schema("v1", "Binding"),
                        options.validation());
        if (!podName.isEmpty() && Metadata.name(binding).isEmpty()) {
            Metadata.of(binding).put("name", podName);
        }
        if (!podName.isEmpty() && !podName.equals(Metadata.name(binding))) {
            throw ApiError.badRequest("name in URL does not match name in Binding object")
                    .exception();
        }
        checkTarget(binding);
        ResourceType pods = services.types().ofGroupResource("pods").orElseThrow();
        return new Binding(request, services, options, pods, binding);
    }

    private static void checkTarget(ObjectNode binding) {
        List<Cause> causes = new ArrayList<>();
        String kind = Json.text(binding, "target", "kind");
        if (!kind.isEmpty() && !kind.equals("Node")) {
            causes.add(
                    new Cause(
                            "FieldValueNotSupported",
                            "Unsupported value: \"%s\": supported values: \"Node\", \"<empty>\""
                                    .formatted(kind),
                            "target.kind"));
        }
        if (Json.text(binding, "target", "name").isEmpty()) {
            causes.add(new Cause("FieldValueRequired", "Required value", "target.name"));
        }
        if (!causes.isEmpty()) {
            throw ApiError.invalid("", "Binding", Metadata.name(binding), causes).exception();
        }
    }

    @Override
    public Plan plan(boolean live) {
        ObjectKey key = new ObjectKey("pods", request.target().namespace(), podName);
        StoredObject stored = live ? services.objects().live(key) : services.objects().cached(key);
        if (stored == null) {
            throw ApiError.notFound("", "pods", podName).exception();
        }
        ObjectNode pod = services.documents().tree(pods, stored);
        String node = Json.text(binding, "target", "name");
        if (checkPod(pod, node)) {
            return new Plan.Settled(Successes.created(pods), live);
        }
        AdmissionRequest admission = admit(key, pod);
        bind(pod, admission.object() == null ? binding : admission.object(), node);
        Canonical.stored(pod, services.schema(pods));
        if (options.dryRun()) {
            return new Plan.Settled(Successes.created(pods), true);
        }
        Encoded encoded = services.documents().encode(pods, pod);
        List<Write> writes = new ArrayList<>();
        writes.add(
                new Write.Replace(
                        key, stored.uid(), encoded.body(), encoded.spliceAt(), stored.revision()));
        writes.addAll(admission.companions());
        return new Plan.Pending(writes, admission.guards(), r -> Successes.created(pods));
    }

    /** Whether the pod is bound to the node already. */
    private boolean checkPod(ObjectNode pod, String node) {
        String uid = Metadata.uid(binding);
        if (!uid.isEmpty() && !uid.equals(Metadata.uid(pod))) {
            throw ApiError.conflict(
                            "",
                            "pods",
                            podName,
                            "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                                    .formatted(uid, Metadata.uid(pod)))
                    .exception();
        }
        if (Metadata.deleting(pod)) {
            throw conflict(
                            "pod %s is being deleted, cannot be assigned to a host"
                                    .formatted(podName))
                    .exception();
        }
        String present = Json.text(pod, "spec", "nodeName");
        if (present.equals(node)) {
            return true;
        }
        if (!present.isEmpty()) {
            throw conflict("pod %s is already assigned to node \"%s\"".formatted(podName, present))
                    .exception();
        }
        if (!Json.at(pod, "spec", "schedulingGates").isEmpty()) {
            throw conflict("pod %s has non-empty .spec.schedulingGates".formatted(podName))
                    .exception();
        }
        return false;
    }

    private ApiError conflict(String why) {
        return ApiError.conflict("", "pods/binding", podName, why);
    }

    private AdmissionRequest admit(ObjectKey key, ObjectNode pod) {
        AdmissionRequest admission =
                new AdmissionRequest(
                        Operation.CREATE,
                        pods,
                        "binding",
                        key,
                        request.caller(),
                        options.dryRun(),
                        binding.deepCopy(),
                        pod.deepCopy());
        for (AdmissionPlugin plugin : services.admission().plugins()) {
            plugin.mutate(admission);
        }
        for (AdmissionPlugin plugin : services.admission().plugins()) {
            plugin.validate(admission);
        }
        admission.warnings().forEach(request::warn);
        return admission;
    }

    private void bind(ObjectNode pod, ObjectNode admitted, String node) {
        Json.child(pod, "spec").put("nodeName", node);
        for (String map : List.of("annotations", "labels")) {
            JsonNode more = Json.at(admitted, "metadata", map);
            if (!more.isEmpty()) {
                ObjectNode target = Json.child(Metadata.of(pod), map);
                boolean overwrites = map.equals("annotations");
                more.properties()
                        .forEach(
                                e -> {
                                    if (overwrites || !target.has(e.getKey())) {
                                        target.set(e.getKey(), e.getValue());
                                    }
                                });
            }
        }
        schedule(Json.child(pod, "status"));
    }

    private void schedule(ObjectNode status) {
        ArrayNode conditions =
                status.get("conditions") instanceof ArrayNode present
                        ? present
                        : status.putArray("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            if (Json.text(conditions.get(i), "type").equals("PodScheduled")) {
                conditions.remove(i--);
            }
        }
        conditions
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "True")
                .put("lastTransitionTime", Metadata.timestamp(services.now()));
    }

    @Override
    public @Nullable ApiError refusal(Refused refused) {
        return null;
    }
}
