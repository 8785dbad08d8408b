package dev.gantry.scheduling;

import dev.gantry.client.StateClient;
import dev.gantry.client.informer.InformerFactory;
import dev.gantry.controller.election.Candidate;
import dev.gantry.controller.election.ElectionSettings;
import dev.gantry.controller.election.LeaderClient;
import dev.gantry.controller.election.LeaderElection;
import dev.gantry.controller.election.Term;
import dev.gantry.controller.event.EventRecorder;
import dev.gantry.runtime.tracing.Traces;
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
    Leadership leadership(
            StateClient state,
            InformerFactory informers,
            SchedulingSettings settings,
            Clock clock,
            MeterRegistry metrics,
            Traces traces) {
        LeaderClient leader = new LeaderClient(state);
        EventRecorder events = new EventRecorder(leader, COMPONENT, clock, metrics);
        Scheduler scheduler = new Scheduler(leader, informers, events, clock, metrics, traces);
        LeaderElection election =
                new LeaderElection(
                        state,
                        election(settings),
                        new Acting(leader, scheduler),
                        clock,
                        System::nanoTime,
                        metrics);
        return new Leadership(election, scheduler, events);
    }

    private static ElectionSettings election(SchedulingSettings settings) {
        return new ElectionSettings(
                "kube-system",
                LEASE,
                "scheduler_" + UUID.randomUUID(),
                settings.leaseDuration(),
                settings.renewDeadline(),
                settings.retryPeriod());
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
        private final Scheduler scheduler;
        private final EventRecorder events;
        private volatile boolean running;

        Leadership(LeaderElection election, Scheduler scheduler, EventRecorder events) {
            this.election = election;
            this.scheduler = scheduler;
            this.events = events;
        }

        @Override
        public void start() {
            running = true;
            election.start();
        }

        @Override
        public void stop() {
            running = false;
            events.close();
            election.close();
            scheduler.close();
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
