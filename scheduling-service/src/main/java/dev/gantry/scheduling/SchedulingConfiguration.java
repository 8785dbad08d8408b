package dev.gantry.scheduling;

import dev.gantry.client.StateClient;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.controller.election.Candidate;
import dev.gantry.controller.election.ElectionSettings;
import dev.gantry.controller.election.LeaderClient;
import dev.gantry.controller.election.LeaderElection;
import dev.gantry.controller.election.Term;
import dev.gantry.controller.event.EventRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The scheduler, its events and its election. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SchedulingSettings.class)
class SchedulingConfiguration {

    private static final String COMPONENT = "default-scheduler";
    private static final String LEASE = "kube-scheduler";

    @Bean
    LeaderClient leaderClient(StateClient state) {
        return new LeaderClient(state);
    }

    @Bean(destroyMethod = "close")
    EventRecorder schedulerEvents(LeaderClient state, Clock clock, MeterRegistry metrics) {
        return new EventRecorder(state, COMPONENT, clock, metrics);
    }

    @Bean(destroyMethod = "close")
    Scheduler scheduler(
            LeaderClient state,
            InformerFactory informers,
            EventRecorder events,
            Clock clock,
            MeterRegistry metrics) {
        return new Scheduler(state, informers, events, clock, metrics);
    }

    @Bean
    Leadership leadership(
            StateClient state,
            LeaderClient leader,
            Scheduler scheduler,
            SchedulingSettings settings,
            Clock clock,
            MeterRegistry metrics) {
        ElectionSettings election =
                new ElectionSettings(
                        "kube-system",
                        LEASE,
                        "scheduler_" + UUID.randomUUID(),
                        settings.leaseDuration(),
                        settings.renewDeadline(),
                        settings.retryPeriod());
        return new Leadership(
                new LeaderElection(
                        state,
                        election,
                        new Acting(leader, scheduler),
                        clock,
                        System::nanoTime,
                        metrics));
    }

    /** Schedules while it leads, under the term's fence. */
    private record Acting(LeaderClient leader, Scheduler scheduler) implements Candidate {
        @Override
        public void started(Term term) {
            leader.begin(term);
            scheduler.start(term.revision());
        }

        @Override
        public void stopped() {
            scheduler.stop();
            leader.end();
        }
    }

    /** Runs for the Lease from the context's start to its end. */
    static final class Leadership implements SmartLifecycle {

        private final LeaderElection election;
        private volatile boolean running;

        Leadership(LeaderElection election) {
            this.election = election;
        }

        @Override
        public void start() {
            running = true;
            election.start();
        }

        @Override
        public void stop() {
            running = false;
            election.close();
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
