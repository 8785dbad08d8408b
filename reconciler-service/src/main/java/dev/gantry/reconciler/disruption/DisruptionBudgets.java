package dev.gantry.reconciler.disruption;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.selector.LabelSelector;
import dev.gantry.client.StateClient;
import dev.gantry.client.informer.Informer;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.Reconciler;
import dev.gantry.controller.Requeue;
import dev.gantry.controller.Trigger;
import dev.gantry.reconciler.controller.Patches;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.reconciler.controller.Writes;
import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.Pods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The loop that keeps budgets' status. */
public final class DisruptionBudgets implements Reconciler {

    private static final ResourceType BUDGETS =
            Catalog.builtIn().require("poddisruptionbudgets.policy");

    private final Informer<PodDisruptionBudget> budgets;
    private final Informer<Pod> pods;
    private final Informer<ReplicaSet> sets;
    private final Informer<Deployment> deployments;
    private final Informer<StatefulSet> statefulSets;
    private final Informer<ReplicationController> controllers;
    private final StateClient client;
    private final Clock clock;

    private DisruptionBudgets(Surroundings around) {
        InformerFactory informers = around.informers();
        this.budgets = informers.informer("poddisruptionbudgets.policy", PodDisruptionBudget.class);
        this.pods = around.pods();
        this.sets = around.owned("replicasets.apps", ReplicaSet.class);
        this.deployments = informers.informer("deployments.apps", Deployment.class);
        this.statefulSets = informers.informer("statefulsets.apps", StatefulSet.class);
        this.controllers = around.owned("replicationcontrollers", ReplicationController.class);
        this.client = around.client();
        this.clock = around.clock();
    }

    public static ControllerLoop loop(Surroundings around) {
        DisruptionBudgets loop = new DisruptionBudgets(around);
        return around.loop(loop)
                .watch(
                        "poddisruptionbudgets.policy",
                        loop.budgets,
                        Trigger.of(b -> List.of(key(b))))
                .watch("pods", loop.pods, loop.pods())
                .watch("replicasets.apps", loop.sets, loop.resized())
                .watch("deployments.apps", loop.deployments, loop.resized())
                .watch("statefulsets.apps", loop.statefulSets, loop.resized())
                .watch("replicationcontrollers", loop.controllers, loop.resized());
    }

    private static ObjectName key(HasMetadata object) {
        return new ObjectName(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    private Trigger<Pod> pods() {
        return (before, after, queue) -> {
            if (before != null && after != null && same(before, after)) {
                return;
            }
            Pod either = after == null ? Objects.requireNonNull(before) : after;
            for (PodDisruptionBudget budget : budgets.list(either.getMetadata().getNamespace())) {
                LabelSelector selector = selector(budget);
                if ((before != null && selector.matches(before.getMetadata().getLabels()))
                        || (after != null && selector.matches(after.getMetadata().getLabels()))) {
                    queue.accept(key(budget));
                }
            }
        };
    }

    private static boolean same(Pod a, Pod b) {
        return Pods.isReady(a) == Pods.isReady(b)
                && Pods.isTerminating(a) == Pods.isTerminating(b)
                && Objects.equals(a.getMetadata().getLabels(), b.getMetadata().getLabels());
    }

    /** An owner of another size changes what is expected of every budget of its namespace. */
    private <T extends HasMetadata> Trigger<T> resized() {
        return (before, after, queue) -> {
            T either = after == null ? before : after;
            boolean resized =
                    before == null || after == null || !Objects.equals(size(before), size(after));
            if (either != null && resized) {
                budgets.list(either.getMetadata().getNamespace())
                        .forEach(b -> queue.accept(key(b)));
            }
        };
    }

    private static @Nullable Integer size(HasMetadata owner) {
        return switch (owner) {
            case ReplicaSet set -> set.getSpec().getReplicas();
            case Deployment deployment -> deployment.getSpec().getReplicas();
            case StatefulSet set -> set.getSpec().getReplicas();
            case ReplicationController old -> old.getSpec().getReplicas();
            default -> null;
        };
    }

    private static LabelSelector selector(PodDisruptionBudget budget) {
        return LabelSelector.of(budget.getSpec().getSelector());
    }

    @Override
    public String name() {
        return "disruption";
    }

    @Override
    public Requeue reconcile(ObjectName key) {
        PodDisruptionBudget budget = budgets.get(key.namespace(), key.name());
        if (budget == null) {
            return Requeue.onChange();
        }
        BudgetDecider.Observed seen = observe(budget);
        PodDisruptionBudgetStatus after = BudgetDecider.decide(seen);
        if (!after.equals(budget.getStatus())) {
            Writes.one(client, Patches.status(BUDGETS, budget, budget.getStatus(), after));
        }
        return Requeue.after(BudgetDecider.recheckAfter(after, seen.now()));
    }

    private BudgetDecider.Observed observe(PodDisruptionBudget budget) {
        LabelSelector selector = selector(budget);
        List<Pod> selected =
                pods.list(budget.getMetadata().getNamespace()).stream()
                        .filter(p -> !Pods.isFinished(p))
                        .filter(p -> selector.matches(p.getMetadata().getLabels()))
                        .toList();
        if (!BudgetDecider.needsScale(budget)) {
            return new BudgetDecider.Observed(budget, selected, null, "", clock.instant());
        }
        Map<String, Integer> sizes = new HashMap<>();
        String problem = "";
        for (Pod pod : selected) {
            HasMetadata owner = scalable(pod);
            Integer size = owner == null ? null : size(owner);
            if (owner == null || size == null) {
                problem =
                        "found no controllers for pod \"%s\""
                                .formatted(pod.getMetadata().getName());
            } else {
                sizes.put(owner.getMetadata().getUid(), size);
            }
        }
        int scale = sizes.values().stream().mapToInt(Integer::intValue).sum();
        return new BudgetDecider.Observed(budget, selected, scale, problem, clock.instant());
    }

    /** The topmost owner that has a size. */
    private @Nullable HasMetadata scalable(Pod pod) {
        OwnerReference owner = Owners.controllerOf(pod).orElse(null);
        if (owner == null) {
            return null;
        }
        String namespace = pod.getMetadata().getNamespace();
        return switch (owner.getKind()) {
            case "ReplicaSet" -> {
                ReplicaSet set = sets.get(namespace, owner.getName());
                OwnerReference above = set == null ? null : Owners.controllerOf(set).orElse(null);
                yield above != null && above.getKind().equals("Deployment")
                        ? deployments.get(namespace, above.getName())
                        : set;
            }
            case "StatefulSet" -> statefulSets.get(namespace, owner.getName());
            case "ReplicationController" -> controllers.get(namespace, owner.getName());
            default -> null;
        };
    }
}
