package dev.gantry.benchmarks.micro;

import dev.gantry.scheduling.cluster.ClusterView;
import dev.gantry.scheduling.cluster.PodInfo;
import dev.gantry.scheduling.decision.Algorithm;
import dev.gantry.scheduling.decision.Placement;
import dev.gantry.scheduling.decision.Plugins;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Decides where a pod goes, among 5,000 nodes with 20,000 pods, and takes it back. As many a second
 * as this is what the scheduler could do with nothing else to do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SchedulingBenchmark {

    private static final int NODES = 5_000;
    private static final int PODS = 20_000;
    private static final int SAME_APP = 2_000;

    /** What the pod asks for besides resources. */
    @Param({"basic", "antiaffinity", "affinity", "spread"})
    public String workload = "basic";

    private final Algorithm algorithm = new Algorithm(Plugins.standard());
    private final ClusterView cluster = new ClusterView();
    private PodInfo next = PodInfo.of(Samples.pod("next", "given").build());
    private int turn;

    @Setup
    public void fill() {
        for (int i = 0; i < NODES; i++) {
            cluster.nodeSeen(Samples.node(i));
        }
        for (int i = 0; i < PODS; i++) {
            boolean others = i >= SAME_APP;
            Pod pod = others ? Samples.pod("filler-" + i, "filler").build() : given("given-" + i);
            // The pods with affinity share a zone, as their rule wants it.
            int node = others || !workload.equals("affinity") ? i : i * 10;
            cluster.assume(PodInfo.of(pod), "node-" + node % NODES);
        }
        next = PodInfo.of(given("next"));
    }

    private Pod given(String name) {
        return switch (workload) {
            case "antiaffinity" -> Samples.alone(name, "given");
            case "affinity" -> Samples.together(name, "given");
            case "spread" -> Samples.spread(name, "given");
            default -> Samples.pod(name, "given").build();
        };
    }

    @Benchmark
    public Placement decide() {
        Placement placement = algorithm.decide(next, cluster, turn);
        if (!(placement instanceof Placement.Chosen chosen)) {
            throw new IllegalStateException("no node fits: " + placement);
        }
        turn += chosen.looked();
        cluster.assume(next, chosen.node());
        cluster.forget(next.uid());
        return placement;
    }
}
