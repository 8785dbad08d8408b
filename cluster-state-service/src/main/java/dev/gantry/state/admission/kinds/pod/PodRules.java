package dev.gantry.state.admission.kinds.pod;

import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.state.admission.Problems;
import dev.gantry.state.admission.kinds.ObjectRules;
import dev.gantry.state.admission.validation.Place;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pod. Kubernetes: "Pods", "Pod Lifecycle", "Pod update and replacement". */
public final class PodRules extends ObjectRules {

    private final PodSpecRules specs;
    private final Clock clock;

    public PodRules(ResourceType type, PodSpecRules specs, Clock clock) {
        super(type);
        this.specs = specs;
        this.clock = clock;
    }

    @Override
    public void defaults(ObjectNode object) {
        PodDefaults.pod(spec(object));
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        ObjectNode status = Json.object();
        status.put("phase", "Pending");
        object.set("status", status);
        if (!object.path("spec").path("schedulingGates").isEmpty()) {
            gated(status);
        }
        status.put("qosClass", QualityOfService.of(object.path("spec")));
    }

    private void gated(ObjectNode status) {
        status.putArray("conditions")
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "False")
                .put(
                        "lastTransitionTime",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("reason", "SchedulingGated")
                .put("message", "Scheduling is blocked due to non-empty scheduling gates");
    }

    @Override
    protected boolean judgesAsNew() {
        return true;
    }

    @Override
    protected void check(Place pod) {
        Place spec = pod.at("spec");
        specs.check(spec);
        if (!spec.at("ephemeralContainers").empty()) {
            spec.at("ephemeralContainers").forbidden("cannot be set on create");
        }
        images(spec);
    }

    private static void images(Place spec) {
        for (String list : PodDefaults.CONTAINER_LISTS) {
            for (Place container : spec.at(list).items()) {
                Place image = container.at("image");
                if (!image.text().equals(image.text().strip())) {
                    image.invalid("must not have leading or trailing whitespace");
                }
            }
        }
    }

    @Override
    protected void checkChange(Place pod, ObjectNode stored) {
        specs.check(pod.at("spec"));
        images(pod.at("spec"));
        PodChangeRules.check(pod.at("spec"), stored.path("spec"));
    }

    /** The single address and the list say the same; the single one wins. */
    private static void addresses(JsonNode node) {
        if (node instanceof ObjectNode status) {
            String single = status.path("podIP").asString("");
            JsonNode list = status.path("podIPs");
            if (!single.isEmpty() && !single.equals(list.path(0).path("ip").asString(""))) {
                status.putArray("podIPs").addObject().put("ip", single);
            } else if (single.isEmpty() && !list.isEmpty()) {
                status.put("podIP", list.path(0).path("ip").asString(""));
            }
        }
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode stored) {
        super.prepareForStatusUpdate(object, stored);
        addresses(object.path("status"));
        Json.child(object, "status")
                .put("qosClass", stored.path("status").path("qosClass").asString("BestEffort"));
        restore(Json.child(object, "metadata"), Json.child(stored, "metadata"), "ownerReferences");
    }

    @Override
    protected void checkStatus(Place pod, ObjectNode stored) {
        PodStatusRules.check(pod.at("status"), stored);
    }

    @Override
    public void prepareForSubresourceUpdate(
            String subresource, ObjectNode object, ObjectNode stored) {
        PodSubresources.keep(subresource, object, stored);
    }

    @Override
    public void validateSubresourceUpdate(
            String subresource, ObjectNode object, ObjectNode stored, Problems problems) {
        PodSubresources.check(subresource, Place.root(object, problems), stored, specs);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return PodWarnings.of("", object.path("metadata"), object.path("spec"));
    }
}
