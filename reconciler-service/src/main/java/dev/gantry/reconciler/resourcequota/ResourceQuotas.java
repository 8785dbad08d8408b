package dev.gantry.reconciler.resourcequota;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.client.StateClient;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The loop that recounts quotas. */
public final class ResourceQuotas implements Reconciler {

    private static final ResourceType QUOTAS = Catalog.builtIn().require("resourcequotas");

    /** What no change tells of, such as a deleted Secret, is found at the latest by then. */
    private static final Duration FULL_COUNT = Duration.ofMinutes(5);

    private final Informer<ResourceQuota> quotas;
    private final StateClient client;

    private ResourceQuotas(Informer<ResourceQuota> quotas, Surroundings around) {
        this.quotas = quotas;
        this.client = around.client();
    }

    public static ControllerLoop loop(Surroundings around) {
        Informer<ResourceQuota> quotas =
                around.informers().informer("resourcequotas", ResourceQuota.class);
        Informer<Service> services = around.informers().informer("services", Service.class);
        Informer<PersistentVolumeClaim> claims =
                around.informers().informer("persistentvolumeclaims", PersistentVolumeClaim.class);
        Trigger<ResourceQuota> quota =
                (before, after, queue) -> {
                    if (after != null
                            && (before == null
                                    || !Objects.equals(before.getSpec(), after.getSpec()))) {
                        queue.accept(key(after));
                    }
                };
        Trigger<Pod> pod =
                (before, after, queue) -> {
                    if (before != null
                            && (after == null
                                    || (Pods.isFinished(after) && !Pods.isFinished(before)))) {
                        ofNamespace(before, quotas).forEach(queue);
                    }
                };
        return around.loop(new ResourceQuotas(quotas, around))
                .watch("resourcequotas", quotas, quota)
                .watch("pods", around.pods(), pod)
                .watch("services", services, removed(quotas))
                .watch("persistentvolumeclaims", claims, removed(quotas));
    }

    private static <T extends HasMetadata> Trigger<T> removed(Informer<ResourceQuota> quotas) {
        return (before, after, queue) -> {
            if (after == null && before != null) {
                ofNamespace(before, quotas).forEach(queue);
            }
        };
    }

    private static List<ObjectName> ofNamespace(
            HasMetadata object, Informer<ResourceQuota> quotas) {
        return quotas.list(object.getMetadata().getNamespace()).stream()
                .map(ResourceQuotas::key)
                .toList();
    }

    private static ObjectName key(HasMetadata object) {
        return new ObjectName(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    @Override
    public String name() {
        return "resourcequota";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        if (quotas.get(key.namespace(), key.name()) == null) {
            return Requeue.onChange();
        }
        // the quota first: what is admitted from here on changes its revision
        ObjectNode quota = client.get(QUOTAS, key.namespace(), key.name());
        if (quota == null) {
            return Requeue.onChange();
        }
        Map<String, List<JsonNode>> objects = new HashMap<>();
        QuotaDecider.kinds(quota)
                .forEach(
                        (kind, type) ->
                                objects.put(
                                        kind,
                                        client.list(type, key.namespace(), Map.of()).items()));
        ObjectNode status = QuotaDecider.status(quota, objects);
        if (!QuotaDecider.same(status, quota.path("status"))) {
            ObjectNode document = quota.deepCopy();
            document.set("status", status);
            client.update(QUOTAS, document, "status");
        }
        return Requeue.after(FULL_COUNT);
    }
}
