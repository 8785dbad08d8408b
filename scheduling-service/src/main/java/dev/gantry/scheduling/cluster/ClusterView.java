package dev.gantry.scheduling.cluster;

import io.fabric8.kubernetes.api.model.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All nodes and the pods on them, kept change by change. Not safe for concurrent use: its owner
 * holds a lock around each change and each decision.
 *
 * <p>A pod is <em>assumed</em> from the decision until the informer shows it bound, so that the
 * next decision already counts it.
 */
public final class ClusterView {

    private final Map<String, NodeView> nodes = new HashMap<>();
    private final List<NodeView> inOrder = new ArrayList<>();
    private final Map<String, PodInfo> placed = new HashMap<>();
    private final Map<String, PodInfo> assumed = new HashMap<>();
    private final Topology topology = new Topology(inOrder);
    private final Map<PodGroup.Traits, PodGroup> groups = new LinkedHashMap<>();
    private final Map<PodGroup.Traits, PodGroup> groupsWithTerms = new LinkedHashMap<>();

    public void nodeSeen(Node node) {
        String name = node.getMetadata().getName();
        NodeView view = nodes.computeIfAbsent(name, NodeView::new);
        boolean isNew = !view.present();
        if (isNew) {
            inOrder.add(view);
        }
        Map<String, String> before = view.labels();
        view.describe(node);
        if (isNew || !before.equals(view.labels())) {
            topology.changed();
        }
    }

    public void nodeGone(String name) {
        NodeView view = nodes.get(name);
        if (view == null) {
            return;
        }
        view.vanish();
        inOrder.remove(view);
        topology.changed();
        if (view.empty()) {
            nodes.remove(name);
        }
    }

    /** A bound pod as the informer shows it; confirms an assumption. */
    public void podSeen(PodInfo pod) {
        assumed.remove(pod.uid());
        place(pod);
    }

    public void podGone(String uid) {
        assumed.remove(uid);
        displace(uid);
    }

    /** Counts a pod on a node before the store knows. */
    public void assume(PodInfo pod, String node) {
        PodInfo there = at(pod, node);
        assumed.put(pod.uid(), there);
        place(there);
    }

    /** Takes an assumption back: the binding was refused. */
    public void forget(String uid) {
        if (assumed.remove(uid) != null) {
            displace(uid);
        }
    }

    public boolean isAssumed(String uid) {
        return assumed.containsKey(uid);
    }

    public boolean isPlaced(String uid) {
        return placed.containsKey(uid);
    }

    private void place(PodInfo pod) {
        displace(pod.uid());
        NodeView node = nodes.computeIfAbsent(pod.nodeName(), NodeView::new);
        node.add(pod);
        placed.put(pod.uid(), pod);
        group(pod).add(node);
    }

    private PodGroup group(PodInfo pod) {
        PodGroup.Traits traits = PodGroup.Traits.of(pod);
        PodGroup group = groups.get(traits);
        if (group == null) {
            group = new PodGroup(pod, topology);
            groups.put(traits, group);
            if (!pod.terms().isEmpty()) {
                groupsWithTerms.put(traits, group);
            }
        }
        return group;
    }

    private void ungroup(PodInfo pod, NodeView node) {
        PodGroup.Traits traits = PodGroup.Traits.of(pod);
        PodGroup group = group(pod);
        group.remove(node);
        if (group.isEmpty()) {
            groups.remove(traits);
            groupsWithTerms.remove(traits);
        }
    }

    private void displace(String uid) {
        PodInfo before = placed.remove(uid);
        if (before == null) {
            return;
        }
        NodeView node = nodes.get(before.nodeName());
        if (node != null) {
            node.remove(before);
            ungroup(before, node);
            if (!node.present() && node.empty()) {
                nodes.remove(before.nodeName());
            }
        }
    }

    private static PodInfo at(PodInfo pod, String node) {
        return new PodInfo(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                node,
                pod.schedulerName(),
                pod.labels(),
                pod.priority(),
                pod.mayPreempt(),
                pod.gated(),
                pod.deleting(),
                pod.finished(),
                pod.created(),
                pod.requests(),
                pod.scored(),
                pod.hostPorts(),
                pod.nodeSelector(),
                pod.requiredNodes(),
                pod.preferredNodes(),
                pod.tolerations(),
                pod.spread(),
                pod.terms(),
                pod.images());
    }

    /** Nodes that exist, in the order in which they came. */
    public List<NodeView> nodes() {
        return inOrder;
    }

    public @Nullable NodeView node(String name) {
        NodeView node = nodes.get(name);
        return node == null || !node.present() ? null : node;
    }

    /** All placed pods by what rules see of them. */
    public Collection<PodGroup> groups() {
        return groups.values();
    }

    /** Those whose pods themselves have affinity terms. */
    public Collection<PodGroup> groupsWithTerms() {
        return groupsWithTerms.values();
    }

    /** How many nodes have each value of a label. */
    public Map<String, Integer> domains(String topologyKey) {
        return topology.domains(topologyKey);
    }

    public int podCount() {
        return placed.size();
    }

    public int assumedCount() {
        return assumed.size();
    }
}
