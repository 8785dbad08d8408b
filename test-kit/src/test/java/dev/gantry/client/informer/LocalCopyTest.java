package dev.gantry.client.informer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.testkit.time.VirtualClock;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalCopyTest {

    private final VirtualClock clock = new VirtualClock();
    private final List<RuntimeException> bugs = new ArrayList<>();
    private final LocalCopy<Pod> copy =
            LocalCopy.typed(Pod.class, Runnable::run, clock::nanoTime, bugs::add);
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        copy.index(
                Map.of(
                        "node",
                        pod ->
                                pod.getSpec() == null || pod.getSpec().getNodeName() == null
                                        ? List.of()
                                        : List.of(pod.getSpec().getNodeName())));
        copy.listen(
                new Informer.Listener<>() {
                    @Override
                    public void added(Pod pod) {
                        told.add("+" + say(pod));
                    }

                    @Override
                    public void changed(Pod before, Pod after) {
                        told.add(say(before) + ">" + say(after));
                    }

                    @Override
                    public void removed(Pod last) {
                        told.add("-" + say(last));
                    }
                });
    }

    private static String say(Pod pod) {
        return pod.getMetadata().getName()
                + "/"
                + pod.getMetadata().getUid()
                + "@"
                + pod.getMetadata().getResourceVersion();
    }

    private static Document pod(String name, String uid, long revision, String node) {
        return Document.of(
                """
                {"metadata":{"namespace":"n","name":"%s","uid":"%s","resourceVersion":"%d"},
                 "spec":{"nodeName":"%s"}}"""
                        .formatted(name, uid, revision, node)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }

    @Test
    void indexFollowsChangesAndRemovals() {
        copy.put(pod("a", "1", 1, "x"));
        copy.put(pod("b", "2", 2, "x"));
        assertThat(copy.byIndex("node", "x")).extracting(LocalCopyTest::name).contains("a", "b");
        copy.put(pod("a", "1", 3, "y"));
        assertThat(copy.byIndex("node", "x")).extracting(LocalCopyTest::name).containsExactly("b");
        copy.remove(pod("b", "2", 4, "x"));
        assertThat(copy.byIndex("node", "x")).isEmpty();
        assertThat(copy.list("n")).hasSize(1);
        assertThat(copy.list("other")).isEmpty();
    }

    @Test
    void replacingTellsOnlyTheDifferenceAndAChangedUidAsRemovedAndAdded() {
        copy.put(pod("same", "1", 1, "x"));
        copy.put(pod("changed", "2", 2, "x"));
        copy.put(pod("gone", "3", 3, "x"));
        copy.put(pod("other", "4", 4, "x"));
        told.clear();
        copy.replace(
                List.of(
                        pod("same", "1", 1, "x"),
                        pod("changed", "2", 5, "y"),
                        pod("other", "5", 6, "y"),
                        pod("new", "6", 7, "y")));
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "-gone/3@3",
                        "changed/2@2>changed/2@5",
                        "-other/4@4",
                        "+other/5@6",
                        "+new/6@7");
        assertThat(copy.byIndex("node", "y")).hasSize(3);
    }

    @Test
    void olderDocumentChangesNothing() {
        copy.put(pod("a", "2", 5, "x"));
        copy.put(pod("a", "1", 4, "y"));
        copy.remove(pod("a", "1", 4, "y"));
        assertThat(told).containsExactly("+a/2@5");
    }

    @Test
    void removalTellsTheLastStateWhereItIsKnown() {
        copy.put(pod("a", "1", 5, "x"));
        copy.remove(pod("a", "1", 9, "x"));
        assertThat(told).endsWith("-a/1@9");
        copy.put(pod("b", "1", 10, "x"));
        copy.remove(new Document("n", "b", "1", 11, new byte[0]));
        assertThat(told).endsWith("-b/1@10");
    }

    @Test
    void freshOnlyWhileTheFeedProvesToBeAlive() {
        copy.alive();
        assertThat(copy.fresh(Duration.ofSeconds(10))).as("before the first list").isFalse();
        copy.reached(1);
        assertThat(copy.fresh(Duration.ofSeconds(10))).isTrue();
        clock.advance(Duration.ofSeconds(11));
        copy.reached(2);
        assertThat(copy.fresh(Duration.ofSeconds(10))).isFalse();
    }

    @Test
    void documentThatTheViewCannotReadIsLeftOutAndTheRestGoesOn() {
        byte[] odd =
                "{\"metadata\":{\"namespace\":\"n\",\"name\":\"odd\"},\"spec\":[1]}"
                        .getBytes(StandardCharsets.UTF_8);
        Document unreadable = new Document("n", "odd", "9", 9, odd);
        copy.replace(List.of(pod("a", "1", 1, "x"), unreadable, pod("b", "2", 2, "x")));
        assertThat(copy.list()).extracting(LocalCopyTest::name).containsOnly("a", "b");
        assertThat(copy.byIndex("node", "x")).hasSize(2);
        copy.put(pod("odd", "9", 10, "x"));
        assertThat(copy.byIndex("node", "x")).hasSize(3);
        assertThat(bugs).isNotEmpty();
    }

    @Test
    void listenerThatFailsDoesNotKeepOthersFromHearing() {
        copy.listen(
                new Informer.Listener<>() {
                    @Override
                    public void added(Pod pod) {
                        throw new IllegalStateException("a bug");
                    }

                    @Override
                    public void changed(Pod before, Pod after) {}

                    @Override
                    public void removed(Pod last) {}
                });
        List<String> heard = new ArrayList<>();
        copy.listen(
                new Informer.Listener<>() {
                    @Override
                    public void added(Pod pod) {
                        heard.add(name(pod));
                    }

                    @Override
                    public void changed(Pod before, Pod after) {}

                    @Override
                    public void removed(Pod last) {}
                });
        copy.put(pod("a", "1", 1, "x"));
        assertThat(heard).containsExactly("a");
        assertThat(bugs).hasSize(1);
    }

    @Test
    void waiterIsWokenWhenTheMarkIsReached() throws Exception {
        Thread later = Thread.ofVirtual().start(() -> copy.reached(7));
        assertThat(copy.awaitSeen(7, Duration.ofSeconds(10))).isTrue();
        later.join();
        assertThat(copy.awaitSeen(8, Duration.ofMillis(1))).isFalse();
    }
}
