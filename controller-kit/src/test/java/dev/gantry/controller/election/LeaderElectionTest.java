package dev.gantry.controller.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.testkit.cluster.FakeCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderElectionTest {

    private final FakeCluster cluster = new FakeCluster();
    private final Recorded first = new Recorded();
    private final Recorded second = new Recorded();
    private final LeaderElection one = election("one", first);
    private final LeaderElection two = election("two", second);

    private static final class Recorded implements Candidate {
        final List<Term> terms = new ArrayList<>();
        int stops;

        @Override
        public void started(Term term) {
            terms.add(term);
        }

        @Override
        public void stopped() {
            stops++;
        }
    }

    private LeaderElection election(String identity, Candidate candidate) {
        return new LeaderElection(
                cluster.client(),
                ElectionSettings.usual("reconciler", identity),
                candidate,
                cluster.clock(),
                cluster.clock()::nanoTime,
                new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        cluster.close();
    }

    private Lease lease() {
        return cluster.get(Lease.class, "kube-system", "reconciler");
    }

    @Test
    void firstToComeLeadsAndTheLeaseSaysSo() throws Exception {
        one.step();
        two.step();
        assertThat(one.leading()).isTrue();
        assertThat(two.leading()).isFalse();
        assertThat(two.holder()).isEqualTo("one");
        assertThat(lease().getSpec().getLeaseDurationSeconds()).isEqualTo(15);
        assertThat(lease().getSpec().getLeaseTransitions()).isZero();
        assertThat(lease().getSpec().getRenewTime()).isNotNull();
        assertThat(first.terms.get(0).revision()).isEqualTo(cluster.revision());
    }

    @Test
    void anotherTakesOverOnlyAfterTheLeaseHasNotMovedForItsDuration() throws Exception {
        one.step();
        two.step();
        cluster.clock().advance(Duration.ofSeconds(14));
        two.step();
        assertThat(two.leading()).isFalse();
        cluster.clock().advance(Duration.ofSeconds(1));
        two.step();
        assertThat(two.leading()).isTrue();
        assertThat(second.terms.get(0).fence().transitions()).isEqualTo(1);
        one.step();
        assertThat(one.leading()).isFalse();
        assertThat(first.stops).isEqualTo(1);
    }

    @Test
    void leaderThatRenewsStays() throws Exception {
        one.step();
        for (int i = 0; i < 20; i++) {
            cluster.clock().advance(Duration.ofSeconds(2));
            one.step();
            two.step();
        }
        assertThat(one.leading()).isTrue();
        assertThat(first.terms).hasSize(1);
        assertThat(second.terms).isEmpty();
    }

    @Test
    void leaderThatCannotRenewStepsDownAtItsDeadline() throws Exception {
        one.step();
        cluster.clock().advance(Duration.ofSeconds(9));
        cluster.failNextWrite(ApiError.unavailable("away"));
        one.step();
        assertThat(one.leading()).isTrue();
        cluster.clock().advance(Duration.ofSeconds(1));
        cluster.failNextWrite(ApiError.unavailable("away"));
        one.step();
        assertThat(one.leading()).isFalse();
        assertThat(first.stops).isEqualTo(1);
    }

    @Test
    void deposedLeaderWritesNothing() throws Exception {
        LeaderClient client = new LeaderClient(cluster.client());
        one.step();
        client.begin(first.terms.get(0));
        two.step();
        cluster.clock().advance(Duration.ofSeconds(15));
        two.step();
        assertThatThrownBy(
                        () ->
                                client.create(
                                        Catalog.builtIn().require("configmaps"),
                                        "default",
                                        Json.tree(
                                                new ConfigMapBuilder()
                                                        .withNewMetadata()
                                                        .withName("x")
                                                        .endMetadata()
                                                        .build())))
                .isInstanceOf(ApiException.class);
        client.end();
        assertThatThrownBy(() -> client.get(Catalog.builtIn().require("configmaps"), "a", "b"))
                .hasMessageContaining("does not lead");
    }

    @Test
    void closingGivesTheLeaseBackAtOnce() throws Exception {
        one.step();
        one.close();
        assertThat(first.stops).isEqualTo(1);
        assertThat(lease().getSpec().getHolderIdentity()).isNullOrEmpty();
        two.step();
        assertThat(two.leading()).isTrue();
        assertThat(second.terms.get(0).fence().transitions()).isEqualTo(1);
    }

    @Test
    void leaderWhoseLeaseWasDeletedStepsDown() throws Exception {
        one.step();
        cluster.delete(Lease.class, "kube-system", "reconciler");
        one.step();
        assertThat(one.leading()).isFalse();
        one.step();
        assertThat(one.leading()).isTrue();
    }
}
