package dev.gantry.scheduling.plugins.podtopologyspread;

import dev.gantry.api.selector.LabelSelector;
import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodGroup;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ClusterEvent;
import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.framework.ScorePlugin;
import dev.gantry.scheduling.framework.Verdict;
import dev.gantry.scheduling.plugins.nodeaffinity.NodeAffinity;
import dev.gantry.scheduling.plugins.tainttoleration.Tolerations;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the difference between domains within {@code maxSkew}. Kubernetes: "Pod Topology Spread".
 */
public final class PodTopologySpread implements FilterPlugin, ScorePlugin {

    private static final Verdict SKEWED =
            Verdict.rejected(true, "node(s) didn't match pod topology spread constraints");
    private static final Verdict NO_LABEL =
            Verdict.rejected(
                    false,
                    "node(s) didn't match pod topology spread constraints (missing required label)");
    private static final String HOSTNAME = "kubernetes.io/hostname";

    @Override
    public String name() {
        return "PodTopologySpread";
    }

    @Override
    public @Nullable NodeFilter prepare(PodInfo pod, ClusterView cluster) {
        List<Counted> hard = counted(pod, cluster, "DoNotSchedule");
        return hard.isEmpty() ? null : node -> verdict(hard, pod, node);
    }

    private static Verdict verdict(List<Counted> constraints, PodInfo pod, NodeView node) {
        for (Counted constraint : constraints) {
            String domain = node.label(constraint.key());
            if (domain == null) {
                return NO_LABEL;
            }
            int self = constraint.countsItself() ? 1 : 0;
            int there = constraint.counts().getOrDefault(domain, 0);
            if (there + self - constraint.least() > constraint.maxSkew()) {
                return SKEWED;
            }
        }
        return Verdict.FITS;
    }

    /**
     * A constraint with the pods it counts in each domain.
     *
     * @param counts of domains that have some
     * @param least pods of any domain, by which skew is measured
     */
    private record Counted(
            String key,
            int maxSkew,
            boolean countsItself,
            Map<String, Integer> counts,
            int least) {}

    /** O(groups) for each constraint; O(nodes) where not every node counts. */
    private static List<Counted> counted(PodInfo pod, ClusterView cluster, String mode) {
        List<Counted> all = new ArrayList<>();
        for (TopologySpreadConstraint constraint : pod.spread()) {
            if (mode.equals(constraint.getWhenUnsatisfiable())) {
                all.add(counted(pod, cluster, constraint));
            }
        }
        return all;
    }

    private static Counted counted(
            PodInfo pod, ClusterView cluster, TopologySpreadConstraint constraint) {
        LabelSelector selector = selector(pod, constraint);
        String key = constraint.getTopologyKey();
        boolean every = everyNodeCounts(pod, constraint);
        Map<String, Integer> counts =
                every
                        ? sums(pod, selector, cluster, key)
                        : sums(pod, selector, cluster, key, node -> counts(pod, constraint, node));
        int domains =
                every ? cluster.domains(key).size() : domains(pod, constraint, cluster.nodes());
        int wanted = Objects.requireNonNullElse(constraint.getMinDomains(), 1);
        return new Counted(
                key,
                constraint.getMaxSkew(),
                selector.matches(pod.labels()),
                counts,
                domains < wanted ? 0 : least(counts, domains));
    }

    private static int least(Map<String, Integer> counts, int domains) {
        if (counts.size() < domains) {
            return 0;
        }
        return counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    }

    private static int domains(
            PodInfo pod, TopologySpreadConstraint constraint, List<NodeView> nodes) {
        Set<String> domains = new HashSet<>();
        for (NodeView node : nodes) {
            String domain = node.label(constraint.getTopologyKey());
            if (domain != null && counts(pod, constraint, node)) {
                domains.add(domain);
            }
        }
        return domains.size();
    }

    /** The counts of a single group are its own: not to be changed. */
    private static Map<String, Integer> sums(
            PodInfo pod, LabelSelector selector, ClusterView cluster, String key) {
        Map<String, Integer> sums = Map.of();
        boolean own = false;
        for (PodGroup group : cluster.groups()) {
            if (matches(pod, selector, group)) {
                Map<String, Integer> more = group.countsBy(key);
                if (sums.isEmpty()) {
                    sums = more;
                    continue;
                }
                if (!own) {
                    sums = new HashMap<>(sums);
                    own = true;
                }
                Map<String, Integer> all = sums;
                more.forEach((domain, count) -> all.merge(domain, count, Integer::sum));
            }
        }
        return sums;
    }

    private static Map<String, Integer> sums(
            PodInfo pod,
            LabelSelector selector,
            ClusterView cluster,
            String key,
            Predicate<NodeView> included) {
        Map<String, Integer> sums = new HashMap<>();
        for (PodGroup group : cluster.groups()) {
            if (matches(pod, selector, group)) {
                group.forEachNode(
                        (node, count) -> {
                            String domain = node.label(key);
                            if (domain != null && included.test(node)) {
                                sums.merge(domain, count, Integer::sum);
                            }
                        });
            }
        }
        return sums;
    }

    private static boolean matches(PodInfo pod, LabelSelector selector, PodGroup group) {
        PodInfo sample = group.sample();
        return !sample.deleting()
                && sample.namespace().equals(pod.namespace())
                && selector.matches(sample.labels());
    }

    private static boolean everyNodeCounts(PodInfo pod, TopologySpreadConstraint constraint) {
        boolean anywhere = pod.nodeSelector().isEmpty() && pod.requiredNodes() == null;
        return (anywhere || "Ignore".equals(constraint.getNodeAffinityPolicy()))
                && !"Honor".equals(constraint.getNodeTaintsPolicy());
    }

    /** Whether a node's pods count, by the two inclusion policies. */
    private static boolean counts(PodInfo pod, TopologySpreadConstraint constraint, NodeView node) {
        if (!"Ignore".equals(constraint.getNodeAffinityPolicy())
                && !NodeAffinity.matches(pod, node)) {
            return false;
        }
        return !"Honor".equals(constraint.getNodeTaintsPolicy())
                || node.taints().stream()
                        .filter(t -> !t.getEffect().equals("PreferNoSchedule"))
                        .allMatch(t -> Tolerations.cover(pod.tolerations(), t));
    }

    /** The constraint's selector and the pod's own values of {@code matchLabelKeys}. */
    private static LabelSelector selector(PodInfo pod, TopologySpreadConstraint constraint) {
        LabelSelector base = LabelSelector.of(constraint.getLabelSelector());
        Map<String, String> own = new LinkedHashMap<>();
        for (String key : constraint.getMatchLabelKeys()) {
            String value = pod.labels().get(key);
            if (value != null) {
                own.put(key, value);
            }
        }
        if (own.isEmpty()) {
            return base;
        }
        List<LabelSelector.Requirement> all = new ArrayList<>(base.requirements());
        all.addAll(LabelSelector.ofMap(own).requirements());
        return new LabelSelector(all);
    }

    @Override
    public Set<ClusterEvent> mayFitAfter() {
        return Set.of(
                ClusterEvent.NODE_ADDED,
                ClusterEvent.NODE_LABELS_CHANGED,
                ClusterEvent.POD_PLACED,
                ClusterEvent.POD_REMOVED);
    }

    @Override
    public int weight() {
        return 2;
    }

    /**
     * Fewer matching pods in a node's domain are better. A pod without constraints is spread over
     * hosts and zones by its own labels, as Kubernetes' default constraints do for replicated pods.
     */
    @Override
    public @Nullable NodeScore prepare(PodInfo pod, ClusterView cluster, List<NodeView> fitting) {
        List<Counted> soft = counted(pod, cluster, "ScheduleAnyway");
        if (soft.isEmpty() && pod.spread().isEmpty() && !pod.labels().isEmpty()) {
            soft = List.of(byHost(pod, cluster));
        }
        return soft.isEmpty() ? null : new Fewest(soft, weights(soft, fitting));
    }

    private static Counted byHost(PodInfo pod, ClusterView cluster) {
        LabelSelector same = LabelSelector.ofMap(pod.labels());
        return new Counted(HOSTNAME, 3, true, sums(pod, same, cluster, HOSTNAME), 0);
    }

    /** A constraint over many domains counts more: the logarithm of their number. */
    private static double[] weights(List<Counted> constraints, List<NodeView> fitting) {
        double[] weights = new double[constraints.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.log(domains(constraints.get(i).key(), fitting) + 2.0);
        }
        return weights;
    }

    /** Every node is a host of its own, so that nobody needs to count them. */
    private static int domains(String key, List<NodeView> fitting) {
        if (key.equals(HOSTNAME)) {
            return fitting.size();
        }
        Set<String> domains = new HashSet<>();
        for (NodeView node : fitting) {
            String domain = node.label(key);
            if (domain != null) {
                domains.add(domain);
            }
        }
        return domains.size();
    }

    private record Fewest(List<Counted> constraints, double[] weights) implements NodeScore {
        @Override
        public long score(NodeView node) {
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                Counted constraint = constraints.get(i);
                String domain = node.label(constraint.key());
                int there = domain == null ? 0 : constraint.counts().getOrDefault(domain, 0);
                sum += there * weights[i] + constraint.maxSkew() - 1;
            }
            return Math.round(sum);
        }

        @Override
        public void scale(long[] scores) {
            long least = Long.MAX_VALUE;
            long most = 0;
            for (long score : scores) {
                least = Math.min(least, score);
                most = Math.max(most, score);
            }
            for (int i = 0; i < scores.length; i++) {
                scores[i] = most == 0 ? MOST : MOST * (most + least - scores[i]) / most;
            }
        }
    }
}
