package dev.gantry.reconciler.daemonset;

import dev.gantry.reconciler.ownership.Owners;
import dev.gantry.reconciler.pods.PodTemplates;
import dev.gantry.reconciler.pods.Pods;
import dev.gantry.reconciler.revision.History;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatusBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to do for one DaemonSet. Pure; O(nodes and pods of the set). */
final class DaemonSetDecider {

    private static final String NAME_FIELD = "metadata.name";
    private static final String GENERATION = "deprecated.daemonset.template.generation";
    private static final int MAX_BURST = 250;

    private final DaemonSetObserved seen;
    private final DaemonSet set;
    private final PodSpec spec;
    private final Map<String, List<Pod>> byNode = new TreeMap<>();
    private final List<String> create = new ArrayList<>();
    private final List<Pod> delete = new ArrayList<>();

    private DaemonSetDecider(DaemonSetObserved seen) {
        this.seen = seen;
        this.set = seen.owner();
        this.spec = set.getSpec().getTemplate().getSpec();
        for (Pod pod : seen.pods()) {
            byNode.computeIfAbsent(target(pod), n -> new ArrayList<>()).add(pod);
        }
        byNode.values().forEach(pods -> pods.sort(Comparator.comparing(Pods::created)));
    }

    record Decision(
            List<Pod> create,
            List<Pod> delete,
            DaemonSetStatus status,
            @Nullable Duration recheckAfter) {}

    static Decision decide(DaemonSetObserved seen) {
        DaemonSetDecider decider = new DaemonSetDecider(seen);
        if (!Owners.isDeleting(seen.owner())) {
            decider.place();
            if (decider.rolls() && decider.delete.isEmpty() && decider.create.isEmpty()) {
                decider.roll();
            }
        }
        return new Decision(
                decider.creations(),
                decider.delete.stream().limit(MAX_BURST).toList(),
                decider.status(),
                decider.recheckAfter());
    }

    /** The node a pod is on, or is meant for. */
    private static String target(Pod pod) {
        String node = pod.getSpec().getNodeName();
        if (node != null && !node.isEmpty()) {
            return node;
        }
        var affinity = pod.getSpec().getAffinity();
        var nodes = affinity == null ? null : affinity.getNodeAffinity();
        var required =
                nodes == null ? null : nodes.getRequiredDuringSchedulingIgnoredDuringExecution();
        if (required == null) {
            return "";
        }
        return required.getNodeSelectorTerms().stream()
                .flatMap(t -> t.getMatchFields().stream())
                .filter(f -> f.getKey().equals(NAME_FIELD) && f.getValues().size() == 1)
                .map(f -> f.getValues().get(0))
                .findFirst()
                .orElse("");
    }

    private List<Pod> on(Node node) {
        return byNode.getOrDefault(node.getMetadata().getName(), List.of());
    }

    private static List<Pod> alive(List<Pod> pods) {
        return pods.stream().filter(p -> !Pods.isTerminating(p)).toList();
    }

    private boolean isCurrent(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels != null && seen.hash().equals(labels.get(History.POD_HASH));
    }

    private boolean isAvailable(Pod pod) {
        return !Pods.isTerminating(pod) && Pods.isAvailable(pod, minReadySeconds(), seen.now());
    }

    private int minReadySeconds() {
        Integer seconds = set.getSpec().getMinReadySeconds();
        return seconds == null ? 0 : seconds;
    }

    /** Starts what is missing, removes what does not belong. */
    private void place() {
        for (Node node : seen.nodes()) {
            List<Pod> pods = on(node);
            List<Pod> alive = alive(pods);
            if (!NodeFit.mayStay(spec, node)) {
                delete.addAll(alive);
            } else if (pods.isEmpty() && NodeFit.shouldRun(spec, node)) {
                create.add(node.getMetadata().getName());
            } else {
                List<Pod> finished = alive.stream().filter(Pods::isFinished).toList();
                delete.addAll(finished);
                tooMany(alive.stream().filter(Pods::isActive).toList());
            }
        }
    }

    /** The oldest stays; with a surge the oldest of each revision does, while one is not ready. */
    private void tooMany(List<Pod> pods) {
        if (pods.size() < 2) {
            return;
        }
        if (surge() == 0) {
            delete.addAll(pods.subList(1, pods.size()));
            return;
        }
        List<Pod> current = pods.stream().filter(this::isCurrent).toList();
        List<Pod> old = pods.stream().filter(p -> !isCurrent(p)).toList();
        delete.addAll(current.subList(Math.min(1, current.size()), current.size()));
        boolean replaced = !current.isEmpty() && isAvailable(current.get(0));
        delete.addAll(old.subList(replaced ? 0 : Math.min(1, old.size()), old.size()));
    }

    private boolean rolls() {
        var strategy = set.getSpec().getUpdateStrategy();
        return strategy == null || !"OnDelete".equals(strategy.getType());
    }

    private int surge() {
        var strategy = set.getSpec().getUpdateStrategy();
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        return rolling == null ? 0 : scaled(rolling.getMaxSurge(), 0);
    }

    private int maxUnavailable() {
        var strategy = set.getSpec().getUpdateStrategy();
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        int value = rolling == null ? 1 : scaled(rolling.getMaxUnavailable(), 1);
        return value == 0 && surge() == 0 ? 1 : value;
    }

    /** Percentages are of the nodes that should have a pod, rounded up. */
    private int scaled(@Nullable IntOrString value, int absent) {
        if (value == null) {
            return absent;
        }
        if (value.getIntVal() != null) {
            return value.getIntVal();
        }
        String text = value.getStrVal();
        long percent = Long.parseLong(text.substring(0, text.length() - 1));
        return (int) Math.ceilDiv(percent * desired().size(), 100L);
    }

    private List<Node> desired() {
        return seen.nodes().stream().filter(n -> NodeFit.shouldRun(spec, n)).toList();
    }

    private void roll() {
        int surge = surge();
        if (surge > 0) {
            rollWithSurge(surge);
        } else {
            rollInPlace();
        }
    }

    private void rollInPlace() {
        int unavailable = 0;
        List<Pod> candidates = new ArrayList<>();
        List<Pod> free = new ArrayList<>();
        for (Node node : desired()) {
            List<Pod> alive = alive(on(node));
            Pod pod = alive.isEmpty() ? null : alive.get(0);
            if (pod == null || !isAvailable(pod)) {
                unavailable++;
            }
            if (pod != null && !isCurrent(pod)) {
                (isAvailable(pod) ? candidates : free).add(pod);
            }
        }
        delete.addAll(free);
        int room = Math.max(0, maxUnavailable() - unavailable);
        delete.addAll(candidates.subList(0, Math.min(room, candidates.size())));
    }

    private void rollWithSurge(int surge) {
        int surging = 0;
        List<String> candidates = new ArrayList<>();
        for (Node node : desired()) {
            List<Pod> alive = alive(on(node));
            boolean hasCurrent = alive.stream().anyMatch(this::isCurrent);
            boolean hasOld = alive.stream().anyMatch(p -> !isCurrent(p));
            if (hasCurrent && hasOld) {
                surging++;
            } else if (hasOld) {
                candidates.add(node.getMetadata().getName());
            }
        }
        int room = Math.max(0, surge - surging);
        create.addAll(candidates.subList(0, Math.min(room, candidates.size())));
    }

    private List<Pod> creations() {
        Set<String> taken =
                seen.pods().stream()
                        .map(p -> p.getMetadata().getName())
                        .collect(Collectors.toSet());
        List<String> nodes = create.subList(0, Math.min(MAX_BURST, create.size()));
        List<String> names = seen.names().take(nodes.size(), taken);
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            pods.add(pod(names.get(i), nodes.get(i)));
        }
        return pods;
    }

    /** Meant for one node by its name; the scheduler still decides whether it fits. */
    private Pod pod(String name, String node) {
        PodTemplateSpec template = set.getSpec().getTemplate();
        Map<String, String> labels = new HashMap<>();
        if (template.getMetadata() != null && template.getMetadata().getLabels() != null) {
            labels.putAll(template.getMetadata().getLabels());
        }
        labels.put(History.POD_HASH, seen.hash());
        Map<String, String> annotations = set.getMetadata().getAnnotations();
        if (annotations != null && annotations.containsKey(GENERATION)) {
            labels.put("pod-template-generation", annotations.get(GENERATION));
        }
        return new PodBuilder(PodTemplates.pod(template, set, name))
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .editSpec()
                .editOrNewAffinity()
                .editOrNewNodeAffinity()
                .editOrNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNodeSelectorTerms(terms(node))
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .withTolerations(NodeFit.tolerations(spec))
                .endSpec()
                .build();
    }

    /** Whether the node suits the template has been decided; what is left is its name. */
    private static List<NodeSelectorTerm> terms(String node) {
        return List.of(
                new NodeSelectorTermBuilder()
                        .addNewMatchField()
                        .withKey(NAME_FIELD)
                        .withOperator("In")
                        .withValues(node)
                        .endMatchField()
                        .build());
    }

    private DaemonSetStatus status() {
        int desired = 0;
        int current = 0;
        int misplaced = 0;
        int ready = 0;
        int available = 0;
        int updated = 0;
        for (Node node : seen.nodes()) {
            List<Pod> pods = on(node);
            if (!NodeFit.shouldRun(spec, node)) {
                misplaced += pods.isEmpty() ? 0 : 1;
                continue;
            }
            desired++;
            if (pods.isEmpty()) {
                continue;
            }
            current++;
            ready += pods.stream().anyMatch(Pods::isReady) ? 1 : 0;
            available += pods.stream().anyMatch(this::isAvailable) ? 1 : 0;
            updated += pods.stream().anyMatch(this::isCurrent) ? 1 : 0;
        }
        DaemonSetStatus before = set.getStatus();
        return new DaemonSetStatusBuilder()
                .withCurrentNumberScheduled(current)
                .withNumberMisscheduled(misplaced)
                .withDesiredNumberScheduled(desired)
                .withNumberReady(ready)
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withUpdatedNumberScheduled(orNull(updated))
                .withNumberAvailable(orNull(available))
                .withNumberUnavailable(orNull(desired - available))
                .withCollisionCount(before == null ? null : before.getCollisionCount())
                .withConditions(before == null ? List.of() : before.getConditions())
                .build();
    }

    private static @Nullable Integer orNull(int count) {
        return count == 0 ? null : count;
    }

    private @Nullable Duration recheckAfter() {
        return seen.pods().stream()
                .map(p -> Pods.untilAvailable(p, minReadySeconds(), seen.now()))
                .filter(left -> left != null)
                .min(Duration::compareTo)
                .orElse(null);
    }
}
