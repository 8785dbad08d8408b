package dev.gantry.reconciler;

import dev.gantry.controller.ControllerLoop;
import dev.gantry.controller.election.Candidate;
import dev.gantry.controller.election.LeaderClient;
import dev.gantry.controller.election.LeaderElection;
import dev.gantry.controller.election.Term;
import dev.gantry.reconciler.controller.Surroundings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * All controllers of this process: stopped until it leads, started with each term, stopped when the
 * term is over. A controller acts only once its informers have reached the Lease write of its term.
 */
final class Controllers implements Candidate, SmartLifecycle {

    private final List<ControllerLoop> loops;
    private final LeaderClient client;
    private final Surroundings around;
    private @Nullable LeaderElection election;
    private volatile boolean running;

    Controllers(List<ControllerLoop> loops, LeaderClient client, Surroundings around) {
        this.loops = List.copyOf(loops);
        this.client = client;
        this.around = around;
    }

    /** Runs for leadership with this election from the start of the context on. */
    Controllers under(LeaderElection by) {
        election = by;
        return this;
    }

    @Override
    public void started(Term term) {
        client.begin(term);
        loops.forEach(loop -> loop.start(term.revision()));
    }

    @Override
    public void stopped() {
        List<Thread> stops = new ArrayList<>();
        for (ControllerLoop loop : loops) {
            stops.add(Thread.ofVirtual().name("stop-" + loop.name()).start(loop::stop));
        }
        try {
            for (Thread stop : stops) {
                stop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.end();
    }

    /** Whether this replica leads, and all of its controllers act. */
    boolean acting() {
        return election != null
                && election.leading()
                && loops.stream().allMatch(ControllerLoop::active);
    }

    boolean leading() {
        return election != null && election.leading();
    }

    @Override
    public void start() {
        running = true;
        if (election != null) {
            election.start();
        }
    }

    @Override
    public void stop() {
        if (election != null) {
            election.close();
        }
        around.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
