package dev.gantry.reconciler.namespace;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.StateClient;
import dev.gantry.client.informer.Informer;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.ownership.Owners;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The loop that empties namespaces. */
public final class Namespaces implements Reconciler {

    private static final ResourceType NAMESPACES = Catalog.builtIn().require("namespaces");

    /** Pods take their time to stop; what holds finalizers takes longer, and is asked less. */
    private static final Duration SOONEST = Duration.ofMillis(250);

    private static final Duration LATEST = Duration.ofSeconds(15);

    private final Informer<Namespace> namespaces;
    private final StateClient client;
    private final NamespaceContent content;
    private final Clock clock;

    private Namespaces(Informer<Namespace> namespaces, Surroundings around) {
        this.namespaces = namespaces;
        this.client = around.client();
        this.content = new NamespaceContent(client);
        this.clock = around.clock();
    }

    public static ControllerLoop loop(Surroundings around) {
        Informer<Namespace> namespaces = around.informers().informer("namespaces", Namespace.class);
        return around.loop(new Namespaces(namespaces, around))
                .watch("namespaces", namespaces, Trigger.of(Namespaces::going));
    }

    private static List<ObjectName> going(Namespace namespace) {
        return Owners.isDeleting(namespace)
                ? List.of(new ObjectName("", namespace.getMetadata().getName()))
                : List.of();
    }

    @Override
    public String name() {
        return "namespace";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        Namespace namespace = namespaces.get("", key.name());
        if (namespace == null
                || !Owners.isDeleting(namespace)
                || !NamespaceDecider.holds(namespace)) {
            return Requeue.onChange();
        }
        List<Remains> remains = content.delete(key.name());
        NamespaceStatus after = NamespaceDecider.status(namespace, remains, clock.instant());
        Namespace live = namespace;
        if (!after.equals(namespace.getStatus())) {
            live = writeStatus(namespace, after);
        }
        if (!NamespaceDecider.isEmpty(remains)) {
            return Requeue.after(lookAgainAfter(namespace));
        }
        letGo(live);
        return Requeue.onChange();
    }

    private Duration lookAgainAfter(Namespace namespace) {
        Instant since = Instant.parse(namespace.getMetadata().getDeletionTimestamp());
        Duration quarter = Duration.between(since, clock.instant()).dividedBy(4);
        Duration atLeast = quarter.compareTo(SOONEST) < 0 ? SOONEST : quarter;
        return atLeast.compareTo(LATEST) > 0 ? LATEST : atLeast;
    }

    private Namespace writeStatus(Namespace namespace, NamespaceStatus after) {
        var stored =
                Writes.one(
                        client,
                        Patches.status(NAMESPACES, namespace, namespace.getStatus(), after));
        return Json.view(Json.bytes(stored), Namespace.class);
    }

    private void letGo(Namespace namespace) {
        Namespace free =
                new NamespaceBuilder(namespace)
                        .editSpec()
                        .removeFromFinalizers(NamespaceDecider.FINALIZER)
                        .endSpec()
                        .build();
        ObjectNode document = Json.tree(free);
        client.update(NAMESPACES, document, "finalize");
    }
}
