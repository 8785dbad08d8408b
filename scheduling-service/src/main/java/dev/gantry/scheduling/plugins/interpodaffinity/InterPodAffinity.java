package dev.gantry.scheduling.plugins.interpodaffinity;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodGroup;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ClusterEvent;
import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.framework.ScorePlugin;
import dev.gantry.scheduling.framework.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Required and preferred affinity and anti-affinity to other pods. */
public final class InterPodAffinity implements FilterPlugin, ScorePlugin {

    private static final Verdict TOO_FAR =
            Verdict.rejected(false, "node(s) didn't match pod affinity rules");
    private static final Verdict TOO_NEAR =
            Verdict.rejected(true, "node(s) didn't match pod anti-affinity rules");
    private static final Verdict UNWELCOME =
            Verdict.rejected(true, "node(s) didn't satisfy existing pods anti-affinity rules");

    @Override
    public String name() {
        return "InterPodAffinity";
    }

    @Override
    public @Nullable NodeFilter prepare(PodInfo pod, ClusterView cluster) {
        if (pod.terms().isEmpty() && cluster.groupsWithTerms().isEmpty()) {
            return null;
        }
        List<Domains> unwelcome = unwelcome(pod, cluster);
        List<Domains> near = domains(pod.terms().required(), cluster);
        List<Domains> away = domains(pod.terms().requiredAnti(), cluster);
        if (unwelcome.isEmpty() && near.isEmpty() && away.isEmpty()) {
            return null;
        }
        boolean first = mayBeFirst(pod, near);
        return node -> verdict(node, unwelcome, near, away, first);
    }

    private static Verdict verdict(
            NodeView node,
            List<Domains> unwelcome,
            List<Domains> near,
            List<Domains> away,
            boolean first) {
        for (Domains wanted : near) {
            if (node.label(wanted.key()) == null || !first && !wanted.hold(node)) {
                return TOO_FAR;
            }
        }
        for (Domains shunned : away) {
            if (shunned.hold(node)) {
                return TOO_NEAR;
            }
        }
        for (Domains closed : unwelcome) {
            if (closed.hold(node)) {
                return UNWELCOME;
            }
        }
        return Verdict.FITS;
    }

    /** Where each term already has a matching pod. O(groups). */
    private static List<Domains> domains(List<PodInfo.Term> terms, ClusterView cluster) {
        List<Domains> all = new ArrayList<>(terms.size());
        for (PodInfo.Term term : terms) {
            Domains found = new Domains(term.topologyKey());
            for (PodGroup group : cluster.groups()) {
                if (term.matches(group.sample())) {
                    found.add(group);
                }
            }
            all.add(found);
        }
        return all;
    }

    /** Domains where a pod with anti-affinity does not want this one, by label. */
    private static List<Domains> unwelcome(PodInfo pod, ClusterView cluster) {
        Map<String, Domains> found = new HashMap<>();
        for (PodGroup group : cluster.groupsWithTerms()) {
            for (PodInfo.Term term : group.sample().terms().requiredAnti()) {
                if (term.matches(pod)) {
                    found.computeIfAbsent(term.topologyKey(), Domains::new).add(group);
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** A group whose pods want to be near each other must be able to begin somewhere. */
    private static boolean mayBeFirst(PodInfo pod, List<Domains> near) {
        return near.stream().allMatch(Domains::isEmpty)
                && pod.terms().required().stream().allMatch(t -> t.matches(pod));
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

    @Override
    public @Nullable NodeScore prepare(PodInfo pod, ClusterView cluster, List<NodeView> fitting) {
        Map<String, Map<String, Long>> sums = new HashMap<>();
        if (prefers(pod)) {
            cluster.groups().forEach(group -> add(sums, group, pod, group.sample()));
        }
        for (PodGroup group : cluster.groupsWithTerms()) {
            add(sums, group, group.sample(), pod);
        }
        return sums.isEmpty() ? null : new Wanted(sums);
    }

    private static boolean prefers(PodInfo pod) {
        return !pod.terms().preferred().isEmpty() || !pod.terms().preferredAnti().isEmpty();
    }

    /** What one pod prefers of another, where the group has pods: for each of them once. */
    private static void add(
            Map<String, Map<String, Long>> sums, PodGroup group, PodInfo pod, PodInfo other) {
        for (PodInfo.Weighted weighted : pod.terms().preferred()) {
            add(sums, group, weighted.term(), other, weighted.weight());
        }
        for (PodInfo.Weighted weighted : pod.terms().preferredAnti()) {
            add(sums, group, weighted.term(), other, -weighted.weight());
        }
    }

    private static void add(
            Map<String, Map<String, Long>> sums,
            PodGroup group,
            PodInfo.Term term,
            PodInfo other,
            long weight) {
        if (term.matches(other)) {
            Map<String, Long> ofKey =
                    sums.computeIfAbsent(term.topologyKey(), key -> new HashMap<>());
            group.countsBy(term.topologyKey())
                    .forEach((value, count) -> ofKey.merge(value, weight * count, Long::sum));
        }
    }

    /**
     * @param sums by label and value
     */
    private record Wanted(Map<String, Map<String, Long>> sums) implements NodeScore {
        @Override
        public long score(NodeView node) {
            long score = 0;
            for (var ofKey : sums.entrySet()) {
                String value = node.label(ofKey.getKey());
                score += value == null ? 0 : ofKey.getValue().getOrDefault(value, 0L);
            }
            return score;
        }

        @Override
        public void scale(long[] scores) {
            long least = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            for (long score : scores) {
                least = Math.min(least, score);
                most = Math.max(most, score);
            }
            for (int i = 0; i < scores.length; i++) {
                scores[i] = most == least ? 0 : MOST * (scores[i] - least) / (most - least);
            }
        }
    }
}
