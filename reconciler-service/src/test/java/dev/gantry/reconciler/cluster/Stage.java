package dev.gantry.reconciler.cluster;

import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.LoopSettings;
import dev.gantry.controller.RememberingClient;
import dev.gantry.reconciler.controller.Surroundings;
import dev.gantry.testkit.cluster.FakeCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A cluster in memory with controllers that run one key at a time on the test's thread, and a
 * kubelet that the test moves by hand. Time is virtual.
 */
public final class Stage implements AutoCloseable {

    private static final int STEPS = 10_000;

    private final FakeCluster cluster = new FakeCluster();
    private final UnreliableClient unreliable = new UnreliableClient(cluster.client());
    private final Surroundings around =
            new Surroundings(
                    new RememberingClient(unreliable),
                    cluster.informers(),
                    new SimpleMeterRegistry(),
                    cluster.clock(),
                    cluster.clock()::nanoTime,
                    new LoopSettings(
                            1, Duration.ZERO, dev.gantry.controller.queue.QueueSettings.USUAL));
    private final List<ControllerLoop> loops = new ArrayList<>();

    /** Adds controllers; they look at what is there first. */
    @SafeVarargs
    public final Stage with(Function<Surroundings, ControllerLoop>... controllers) {
        for (Function<Surroundings, ControllerLoop> controller : controllers) {
            ControllerLoop loop = controller.apply(around);
            loops.add(loop);
            loop.startStepping();
        }
        return this;
    }

    public FakeCluster cluster() {
        return cluster;
    }

    /** The next write of a controller does not happen. */
    public void refuseNextWrite() {
        unreliable.next(UnreliableClient.Fault.REFUSED);
    }

    /** The next write of a controller happens, but the controller is told that it failed. */
    public void loseNextAnswer() {
        unreliable.next(UnreliableClient.Fault.ANSWER_LOST);
    }

    public void recover() {
        unreliable.recover();
    }

    public Surroundings around() {
        return around;
    }

    /**
     * Runs all controllers until none has anything to do now.
     *
     * @return how many keys were handled
     */
    public int settle() {
        try {
            for (int steps = 0; steps < STEPS; ) {
                int before = steps;
                for (ControllerLoop loop : loops) {
                    while (loop.step()) {
                        steps++;
                        if (steps > STEPS) {
                            throw new AssertionError(loop.name() + " does not come to rest");
                        }
                    }
                }
                if (steps == before) {
                    return steps;
                }
            }
            throw new AssertionError("controllers do not come to rest");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Moves time on in steps of a second, letting controllers act in between. */
    public void pass(Duration time) {
        for (long s = 0; s < time.toSeconds(); s++) {
            cluster.clock().advance(Duration.ofSeconds(1));
            settle();
        }
    }

    public List<Pod> pods() {
        return cluster.list(Pod.class, "");
    }

    /** What a node does to a pod: assigns, runs and makes it ready. */
    public void ready(Pod pod) {
        cluster.put(running(pod, true));
    }

    /** Runs but is not ready. */
    public void unready(Pod pod) {
        cluster.put(running(pod, false));
    }

    private Pod running(Pod pod, boolean ready) {
        String now = cluster.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
        int last = pod.getMetadata().getUid().length() - 3;
        String number = pod.getMetadata().getUid().substring(last);
        return new PodBuilder(pod)
                .editSpec()
                .withNodeName("node-1")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP("10.244.1." + Integer.parseInt(number) % 256)
                .addNewPodIP()
                .withIp("10.244.1." + Integer.parseInt(number) % 256)
                .endPodIP()
                .withConditions(
                        new PodConditionBuilder()
                                .withType("Ready")
                                .withStatus(ready ? "True" : "False")
                                .withLastTransitionTime(now)
                                .build())
                .endStatus()
                .build();
    }

    /** One round of a node's work: new pods become ready, going ones are gone. */
    public void kubelet() {
        for (Pod pod : pods()) {
            if (pod.getMetadata().getDeletionTimestamp() != null) {
                cluster.client()
                        .delete(
                                dev.gantry.reconciler.pods.PodWrites.PODS,
                                pod.getMetadata().getNamespace(),
                                pod.getMetadata().getName(),
                                dev.gantry.api.json.Json.object().put("gracePeriodSeconds", 0));
            } else if (pod.getStatus().getPhase().equals("Pending")) {
                ready(pod);
            }
        }
    }

    /** Controllers and node by turns until nothing moves. */
    public void converge() {
        for (int i = 0; i < 1_000; i++) {
            settle();
            long before = cluster.revision();
            kubelet();
            settle();
            if (cluster.revision() == before) {
                return;
            }
        }
        throw new AssertionError("the cluster does not come to rest");
    }

    @Override
    public void close() {
        around.close();
        cluster.close();
    }
}
