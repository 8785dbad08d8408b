package dev.gantry.state.request.subresource;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.selector.LabelSelector;
import dev.gantry.api.status.ApiError;
import dev.gantry.state.document.Bodies;
import dev.gantry.state.request.exchange.ApiRequest;
import dev.gantry.state.request.exchange.WriteOptions;
import dev.gantry.state.request.write.DeleteOptions;
import dev.gantry.state.request.write.Deletion;
import dev.gantry.state.request.write.Metadata;
import dev.gantry.state.request.write.Plan;
import dev.gantry.state.request.write.WriteAction;
import dev.gantry.state.request.write.WriteServices;
import dev.gantry.state.store.CommitResult.Refused;
import dev.gantry.state.store.StoredObject;
import dev.gantry.state.store.Write;
import dev.gantry.state.watchcache.CachedObject;
import dev.gantry.state.watchcache.WatchCache;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes a pod if its disruption budget allows it; the budget is charged in the same commit. Pod
 * and budgets are read consistently: a budget that was just made counts. Kubernetes: "API-initiated
 * Eviction", "Disruptions".
 */
final class Eviction implements WriteAction {

    private static final Set<String> NOT_DISRUPTED = Set.of("Pending", "Failed", "Succeeded");
    private static final Set<String> VERSIONS = Set.of("policy/v1", "policy/v1beta1");

    private final ApiRequest request;
    private final WriteServices services;
    private final WatchCache cache;
    private final DeleteOptions options;
    private final ResourceType pods;
    private final ResourceType budgets;

    private Eviction(
            ApiRequest request, WriteServices services, WatchCache cache, DeleteOptions options) {
        this.request = request;
        this.services = services;
        this.cache = cache;
        this.options = options;
        this.pods = request.target().type();
        this.budgets =
                services.types().ofGroupResource("poddisruptionbudgets.policy").orElseThrow();
    }

    static Eviction of(ApiRequest request, WriteServices services, WatchCache cache) {
        WriteOptions write = WriteOptions.read(request, "CreateOptions", false);
        ObjectNode eviction =
                Bodies.decode(request.body(), request.contentType(), services.schemas()).tree();
        String version = Json.text(eviction, "apiVersion");
        String kind = Json.text(eviction, "kind");
        if (!version.isEmpty() && !VERSIONS.contains(version)
                || !kind.isEmpty() && !kind.equals("Eviction")) {
            throw ApiError.badRequest(
                            "%s in version \"%s\" cannot be handled as a Eviction"
                                    .formatted(kind, version))
                    .exception();
        }
        if (!Metadata.name(eviction).equals(request.target().name())) {
            throw ApiError.badRequest("name in URL does not match name in Eviction object")
                    .exception();
        }
        DeleteOptions options = DeleteOptions.of(eviction.path("deleteOptions"));
        boolean dryRun = options.dryRun() || write.dryRun();
        return new Eviction(
                request,
                services,
                cache,
                new DeleteOptions(
                        dryRun,
                        options.graceSeconds(),
                        options.propagation(),
                        options.uid(),
                        options.resourceVersion()));
    }

    @Override
    public Plan plan(boolean live) {
        String name = request.target().name();
        ObjectKey key = new ObjectKey("pods", request.target().namespace(), name);
        services.objects().consistent();
        StoredObject stored = services.objects().cached(key);
        if (stored == null) {
            throw ApiError.notFound("", "pods", name).exception();
        }
        ObjectNode pod = services.documents().tree(pods, stored);
        List<Write> charge = List.of();
        if (!isNoDisruption(pod)) {
            charge = charge(pod);
        }
        WriteAction deletion = new Deletion(request, services, options, name, List.of(), charge);
        return new MappedAction(deletion, answer -> Successes.created(pods)).plan(live);
    }

    private static boolean isNoDisruption(ObjectNode pod) {
        return Metadata.deleting(pod) || NOT_DISRUPTED.contains(Json.text(pod, "status", "phase"));
    }

    private List<Write> charge(ObjectNode pod) {
        List<CachedObject> matching = matching(pod);
        if (matching.isEmpty()) {
            return List.of();
        }
        if (matching.size() > 1) {
            throw ApiError.badRequest(
                            "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.")
                    .exception();
        }
        StoredObject stored = matching.get(0).stored();
        ObjectNode budget = services.documents().tree(budgets, stored);
        if (!DisruptionBudget.charge(budget, pod, services.now(), services.schema(budgets))) {
            return List.of();
        }
        var encoded = services.documents().encode(budgets, budget);
        return List.of(
                new Write.Replace(
                        stored.key(),
                        stored.uid(),
                        encoded.body(),
                        encoded.spliceAt(),
                        stored.revision()));
    }

    private List<CachedObject> matching(ObjectNode pod) {
        var labels = new java.util.HashMap<String, String>();
        Json.at(pod, "metadata", "labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asString("")));
        return cache
                .list("poddisruptionbudgets.policy", request.target().namespace())
                .objects()
                .stream()
                .filter(b -> selector(b).matches(labels))
                .toList();
    }

    private LabelSelector selector(CachedObject budget) {
        ObjectNode tree = services.documents().tree(budgets, budget.stored());
        return LabelSelector.of(Json.at(tree, "spec").get("selector"));
    }

    @Override
    public @Nullable ApiError refusal(Refused refused) {
        return null;
    }
}
