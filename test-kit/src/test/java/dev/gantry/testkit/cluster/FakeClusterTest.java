package dev.gantry.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.Fence;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.client.informer.Informer;
import dev.gantry.testkit.time.Eventually;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class FakeClusterTest {

    private static final ResourceType PODS = Catalog.builtIn().require("pods");
    private static final ResourceType CONFIG_MAPS = Catalog.builtIn().require("configmaps");

    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static ObjectNode configMap(String name) {
        return Json.tree(
                new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build());
    }

    private static Pod pod(String name, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .endSpec()
                .build();
    }

    @Test
    void createdObjectHasUidAndRevisionAndIsSeenByInformersAtOnce() {
        Informer<ConfigMap> informer = cluster.informers().informer("configmaps", ConfigMap.class);
        ObjectNode made = cluster.client().create(CONFIG_MAPS, "default", configMap("a"));
        assertThat(Json.text(made, "metadata", "uid")).isNotEmpty();
        assertThat(informer.get("default", "a")).isNotNull();
        assertThat(informer.seen()).isEqualTo(cluster.revision());
    }

    @Test
    void updateOfAnOldRevisionConflictsAndANoOpMakesNoRevision() {
        ObjectNode made = cluster.client().create(CONFIG_MAPS, "default", configMap("a"));
        ObjectNode changed = made.deepCopy();
        changed.putObject("data").put("k", "v");
        cluster.client().update(CONFIG_MAPS, changed);
        long revision = cluster.revision();
        ObjectNode again = changed.deepCopy();
        again.withObject("metadata").remove("resourceVersion");
        cluster.client().update(CONFIG_MAPS, again);
        assertThat(cluster.revision()).isEqualTo(revision);
        made.putObject("data").put("k", "other");
        assertThatThrownBy(() -> cluster.client().update(CONFIG_MAPS, made))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.error().reason()).isEqualTo("Conflict"));
    }

    @Test
    void groupIsWrittenWholeOrNotAtAll() {
        cluster.client().create(CONFIG_MAPS, "default", configMap("taken"));
        List<WriteResult> results =
                cluster.client()
                        .writeAll(
                                List.of(
                                        new WriteGroup(
                                                List.of(
                                                        Write.create(
                                                                CONFIG_MAPS,
                                                                "default",
                                                                configMap("b")),
                                                        Write.create(
                                                                CONFIG_MAPS,
                                                                "default",
                                                                configMap("taken")))),
                                        WriteGroup.of(
                                                Write.create(
                                                        CONFIG_MAPS, "default", configMap("c")))));
        assertThat(results.get(0))
                .isInstanceOfSatisfying(
                        WriteResult.Refused.class, r -> assertThat(r.index()).isEqualTo(1));
        assertThat(results.get(1)).isInstanceOf(WriteResult.Written.class);
        assertThat(cluster.list(ConfigMap.class, ""))
                .extracting(c -> c.getMetadata().getName())
                .containsExactly("c", "taken");
    }

    @Test
    void boundPodIsDeletedGracefullyAndLeavesWithGraceZero() {
        cluster.put(pod("p", "node-1"));
        cluster.delete(Pod.class, "default", "p");
        Pod going = cluster.get(Pod.class, "default", "p");
        assertThat(going).isNotNull();
        assertThat(going.getMetadata().getDeletionTimestamp()).isNotNull();
        cluster.client().delete(PODS, "default", "p", Json.object().put("gracePeriodSeconds", 0));
        assertThat(cluster.get(Pod.class, "default", "p")).isNull();
    }

    @Test
    void selectedInformerFollowsItsSelectorOnly() {
        Informer<Pod> mine =
                cluster.informers()
                        .selected("pods", Pod.class, "", "spec.nodeName=node-1", "", Map.of());
        cluster.put(pod("mine", "node-1"));
        cluster.put(pod("other", "node-2"));
        assertThat(mine.list()).hasSize(1);
        cluster.put(pod("mine", "node-2"));
        assertThat(mine.list()).isEmpty();
    }

    @Test
    void deposedLeaderWritesNothing() {
        cluster.put(
                new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("kube-system")
                        .withName("l")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("me")
                        .withLeaseTransitions(3)
                        .endSpec()
                        .build());
        var current = cluster.client().fenced(new Fence("kube-system", "l", "me", 3));
        current.create(CONFIG_MAPS, "default", configMap("a"));
        var deposed = cluster.client().fenced(new Fence("kube-system", "l", "me", 2));
        assertThatThrownBy(() -> deposed.create(CONFIG_MAPS, "default", configMap("b")))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void heldInformersSeeNothingUntilReleased() throws Exception {
        Informer<Pod> pods = cluster.informers().informer("pods", Pod.class);
        cluster.holdInformers();
        cluster.put(pod("p", "n"));
        assertThat(pods.list()).isEmpty();
        assertThat(pods.awaitSeen(cluster.revision(), Duration.ofMillis(5))).isFalse();
        cluster.releaseInformers();
        assertThat(pods.list()).hasSize(1);
    }

    @Test
    void listenerThatWritesIsToldInOrder() {
        List<String> told = new ArrayList<>();
        Informer<ConfigMap> maps = cluster.informers().informer("configmaps", ConfigMap.class);
        maps.listen(
                new Informer.Listener<>() {
                    @Override
                    public void added(ConfigMap map) {
                        told.add("added " + map.getMetadata().getName());
                        if (told.size() == 1) {
                            cluster.client().create(CONFIG_MAPS, "default", configMap("second"));
                        }
                    }

                    @Override
                    public void changed(ConfigMap before, ConfigMap after) {}

                    @Override
                    public void removed(ConfigMap last) {}
                });
        cluster.client().create(CONFIG_MAPS, "default", configMap("first"));
        assertThat(told).containsExactly("added first", "added second");
    }

    @Test
    void watchResumesAfterARevision() {
        cluster.client().create(CONFIG_MAPS, "default", configMap("a"));
        long from = cluster.revision();
        cluster.client().create(CONFIG_MAPS, "default", configMap("b"));
        List<String> seen = new CopyOnWriteArrayList<>();
        cluster.client()
                .watch(
                        CONFIG_MAPS,
                        "",
                        Map.of("resourceVersion", Long.toString(from)),
                        new dev.gantry.client.StateClient.WatchHandler() {
                            @Override
                            public void event(dev.gantry.client.StateClient.WatchEvent event) {
                                seen.add(
                                        event.type()
                                                + " "
                                                + Json.text(
                                                        Json.parse(event.object()),
                                                        "metadata",
                                                        "name"));
                            }

                            @Override
                            public void ended(@Nullable ApiError error) {
                                seen.add("ended");
                            }
                        });
        cluster.client().delete(CONFIG_MAPS, "default", "a", null);
        Eventually.eventually(() -> assertThat(seen).containsExactly("ADDED b", "DELETED a"));
    }
}
