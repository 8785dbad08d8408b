package dev.gantry.scheduling.decision;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.NodeView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.framework.FilterPlugin;
import dev.gantry.scheduling.framework.FilterPlugin.NodeFilter;
import dev.gantry.scheduling.framework.ScorePlugin;
import dev.gantry.scheduling.framework.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses a node: asks nodes until enough fit, scores those, takes the best.
 *
 * <p>Goal: an even use of the cluster at a cost that does not grow with it. In clusters of more
 * than 100 nodes only a share is asked (Kubernetes: "Scheduler Performance Tuning": 50 % less one
 * per 125 nodes, at least 5 % and 100 nodes); the start rotates, so that every node has its turn.
 * Pure: {@code turn} is the only thing that varies between equal clusters. Cost: O(asked nodes).
 */
public final class Algorithm {

    private static final int ALWAYS_ENOUGH = 100;

    private final Plugins plugins;

    public Algorithm(Plugins plugins) {
        this.plugins = plugins;
    }

    /** A plugin's question, prepared for one pod. */
    private record Question(String plugin, NodeFilter filter) {}

    /**
     * Decides.
     *
     * @param turn any number; the caller counts up by {@link Placement.Chosen#looked()}
     */
    public Placement decide(PodInfo pod, ClusterView cluster, int turn) {
        List<NodeView> nodes = cluster.nodes();
        List<Question> questions = questions(pod, cluster);
        int enough = enough(nodes.size());
        List<NodeView> fitting = new ArrayList<>(Math.min(enough, nodes.size()));
        Rejections rejections = new Rejections();
        int looked = 0;
        for (; looked < nodes.size() && fitting.size() < enough; looked++) {
            NodeView node = nodes.get(Math.floorMod(turn + looked, nodes.size()));
            if (ask(questions, node, rejections)) {
                fitting.add(node);
            }
        }
        if (fitting.isEmpty()) {
            return rejections.nowhere(nodes.size());
        }
        NodeView best = fitting.size() == 1 ? fitting.get(0) : best(pod, cluster, fitting);
        return new Placement.Chosen(best.name(), looked, fitting.size());
    }

    /** Whether a pod would fit on one node as it is given. */
    public boolean fits(PodInfo pod, NodeView node, ClusterView cluster) {
        for (Question question : questions(pod, cluster)) {
            if (!(question.filter().filter(node) instanceof Verdict.Fits)) {
                return false;
            }
        }
        return true;
    }

    private List<Question> questions(PodInfo pod, ClusterView cluster) {
        List<Question> questions = new ArrayList<>(plugins.filters().size());
        for (FilterPlugin plugin : plugins.filters()) {
            NodeFilter filter = plugin.prepare(pod, cluster);
            if (filter != null) {
                questions.add(new Question(plugin.name(), filter));
            }
        }
        return questions;
    }

    private static boolean ask(List<Question> questions, NodeView node, Rejections rejections) {
        for (Question question : questions) {
            if (question.filter().filter(node) instanceof Verdict.Rejected rejected) {
                rejections.add(node, rejected, question.plugin());
                return false;
            }
        }
        return true;
    }

    /** Who said no; put in order only when nobody said yes. */
    private static final class Rejections {
        private final List<NodeView> nodes = new ArrayList<>();
        private final List<Verdict.Rejected> verdicts = new ArrayList<>();
        private final Set<String> plugins = new HashSet<>();

        void add(NodeView node, Verdict.Rejected verdict, String plugin) {
            nodes.add(node);
            verdicts.add(verdict);
            plugins.add(plugin);
        }

        Placement.Nowhere nowhere(int asked) {
            Map<String, Verdict.Rejected> byNode = HashMap.newHashMap(nodes.size());
            for (int i = 0; i < nodes.size(); i++) {
                byNode.put(nodes.get(i).name(), verdicts.get(i));
            }
            return new Placement.Nowhere(asked, byNode, plugins);
        }
    }

    static int enough(int nodes) {
        if (nodes <= ALWAYS_ENOUGH) {
            return nodes;
        }
        int percent = Math.max(5, 50 - nodes / 125);
        return Math.max(ALWAYS_ENOUGH, nodes * percent / 100);
    }

    /** Of equals the first asked wins, which the rotation makes fair. */
    private NodeView best(PodInfo pod, ClusterView cluster, List<NodeView> fitting) {
        long[] totals = new long[fitting.size()];
        long[] scores = new long[fitting.size()];
        for (ScorePlugin plugin : plugins.scores()) {
            ScorePlugin.NodeScore score = plugin.prepare(pod, cluster, fitting);
            if (score != null) {
                for (int i = 0; i < scores.length; i++) {
                    scores[i] = score.score(fitting.get(i));
                }
                score.scale(scores);
                for (int i = 0; i < scores.length; i++) {
                    totals[i] += scores[i] * plugin.weight();
                }
            }
        }
        int best = 0;
        for (int i = 1; i < totals.length; i++) {
            if (totals[i] > totals[best]) {
                best = i;
            }
        }
        return fitting.get(best);
    }
}
