package dev.gantry.scheduling.cluster;

import io.fabric8.kubernetes.api.model.Node;
import java.util.ArrayList;
import java.util.HashMap;
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
    private int withAffinity;

    public void nodeSeen(Node node) {
        String name = node.getMetadata().getName();
        NodeView view = nodes.computeIfAbsent(name, NodeView::new);
        if (!view.present()) {
            inOrder.add(view);
        }
        view.describe(node);
    }

    public void nodeGone(String name) {
        NodeView view = nodes.get(name);
        if (view == null) {
            return;
        }
        view.vanish();
        inOrder.remove(view);
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
        nodes.computeIfAbsent(pod.nodeName(), NodeView::new).add(pod);
        placed.put(pod.uid(), pod);
        withAffinity += pod.terms().isEmpty() ? 0 : 1;
    }

    private void displace(String uid) {
        PodInfo before = placed.remove(uid);
        if (before == null) {
            return;
        }
        withAffinity -= before.terms().isEmpty() ? 0 : 1;
        NodeView node = nodes.get(before.nodeName());
        if (node != null) {
            node.remove(before);
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

    /** Whether any placed pod has affinity terms; where none has, nobody needs to look. */
    public boolean anyAffinity() {
        return withAffinity > 0;
    }

    public int podCount() {
        return placed.size();
    }

    public int assumedCount() {
        return assumed.size();
    }
}
