package dev.gantry.scheduling.plugins.interpodaffinity;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.ClusterEvent;
import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.framework.ScorePlugin;
import dev.gantry.scheduling.framework.Verdict;
import java.util.HashMap;
import java.util.HashSet;
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

    /** A value of a label that nodes share. */
    private record Domain(String key, String value) {}

    @Override
    public @Nullable NodeFilter prepare(PodInfo pod, ClusterView cluster) {
        if (pod.terms().isEmpty() && !cluster.anyAffinity()) {
            return null;
        }
        Set<Domain> unwelcome = unwelcome(pod, cluster);
        List<Set<Domain>> near = domains(pod.terms().required(), cluster);
        List<Set<Domain>> away = domains(pod.terms().requiredAnti(), cluster);
        boolean first = mayBeFirst(pod, near);
        if (unwelcome.isEmpty() && near.isEmpty() && away.isEmpty()) {
            return null;
        }
        return node -> verdict(pod, node, unwelcome, near, away, first);
    }

    private static Verdict verdict(
            PodInfo pod,
            NodeView node,
            Set<Domain> unwelcome,
            List<Set<Domain>> near,
            List<Set<Domain>> away,
            boolean first) {
        for (int i = 0; i < near.size(); i++) {
            String key = pod.terms().required().get(i).topologyKey();
            String value = node.label(key);
            if (value == null || !first && !near.get(i).contains(new Domain(key, value))) {
                return TOO_FAR;
            }
        }
        for (int i = 0; i < away.size(); i++) {
            String key = pod.terms().requiredAnti().get(i).topologyKey();
            String value = node.label(key);
            if (value != null && away.get(i).contains(new Domain(key, value))) {
                return TOO_NEAR;
            }
        }
        for (Domain domain : unwelcome) {
            if (domain.value().equals(node.label(domain.key()))) {
                return UNWELCOME;
            }
        }
        return Verdict.FITS;
    }

    /** Where each term already has a matching pod. */
    private static List<Set<Domain>> domains(List<PodInfo.Term> terms, ClusterView cluster) {
        return terms.stream().map(t -> domains(t, cluster)).toList();
    }

    private static Set<Domain> domains(PodInfo.Term term, ClusterView cluster) {
        Set<Domain> found = new HashSet<>();
        for (NodeView node : cluster.nodes()) {
            String value = node.label(term.topologyKey());
            if (value != null && node.pods().stream().anyMatch(term::matches)) {
                found.add(new Domain(term.topologyKey(), value));
            }
        }
        return found;
    }

    /** Domains where a pod with anti-affinity does not want this one. */
    private static Set<Domain> unwelcome(PodInfo pod, ClusterView cluster) {
        Set<Domain> found = new HashSet<>();
        if (!cluster.anyAffinity()) {
            return found;
        }
        for (NodeView node : cluster.nodes()) {
            if (node.hasAntiAffinity()) {
                for (PodInfo there : node.pods()) {
                    for (PodInfo.Term term : there.terms().requiredAnti()) {
                        String value = node.label(term.topologyKey());
                        if (value != null && term.matches(pod)) {
                            found.add(new Domain(term.topologyKey(), value));
                        }
                    }
                }
            }
        }
        return found;
    }

    /** A group whose pods want to be near each other must be able to begin somewhere. */
    private static boolean mayBeFirst(PodInfo pod, List<Set<Domain>> near) {
        return near.stream().allMatch(Set::isEmpty)
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
        if (pod.terms().isEmpty() && !cluster.anyAffinity()) {
            return null;
        }
        Map<Domain, Long> sums = new HashMap<>();
        for (NodeView node : cluster.nodes()) {
            for (PodInfo there : node.pods()) {
                add(sums, node, there, pod.terms(), 1);
                add(sums, node, pod, there.terms(), 1);
            }
        }
        return sums.isEmpty() ? null : new Wanted(sums);
    }

    private static void add(
            Map<Domain, Long> sums, NodeView node, PodInfo pod, PodInfo.Terms terms, int sign) {
        for (PodInfo.Weighted weighted : terms.preferred()) {
            add(sums, node, pod, weighted, sign);
        }
        for (PodInfo.Weighted weighted : terms.preferredAnti()) {
            add(sums, node, pod, weighted, -sign);
        }
    }

    private static void add(
            Map<Domain, Long> sums,
            NodeView node,
            PodInfo pod,
            PodInfo.Weighted weighted,
            int sign) {
        String value = node.label(weighted.term().topologyKey());
        if (value != null && weighted.term().matches(pod)) {
            Domain domain = new Domain(weighted.term().topologyKey(), value);
            sums.merge(domain, (long) sign * weighted.weight(), Long::sum);
        }
    }

    private record Wanted(Map<Domain, Long> sums) implements NodeScore {
        @Override
        public long score(NodeView node) {
            long score = 0;
            for (var sum : sums.entrySet()) {
                if (sum.getKey().value().equals(node.label(sum.getKey().key()))) {
                    score += sum.getValue();
                }
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
