package dev.gantry.client.informer;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.client.DoorStateClient;
import dev.gantry.client.StateClient;
import dev.gantry.client.door.Caller;
import dev.gantry.events.ChangeLog;
import dev.gantry.testkit.cluster.FakeCluster;
import dev.gantry.testkit.cluster.FakePublisher;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Informers with threads of their own, on a change log that runs. */
abstract class InformersContractTest {

    static final ResourceType MAPS = Catalog.builtIn().require("configmaps");
    static final ResourceType SECRETS = Catalog.builtIn().require("secrets");
    static final ResourceType PODS = Catalog.builtIn().require("pods");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final FakeCluster cluster = new FakeCluster();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    StateClient client;
    FakePublisher publisher;
    InformerFactory informers;

    /** The log under test. */
    abstract ChangeLog log();

    @BeforeEach
    void begin() {
        client = new DoorStateClient(cluster.door(), Caller.service("reconciler"));
        publisher = new FakePublisher(cluster, log(), Duration.ofMillis(100));
        informers = Informers.create(client, log(), settings(), meters);
    }

    private static InformerSettings settings() {
        InformerSettings usual = InformerSettings.USUAL;
        return new InformerSettings(
                Duration.ofMillis(800),
                Duration.ofSeconds(3),
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                usual.maxQueued(),
                usual.maxQueuedBytes());
    }

    @AfterEach
    void end() {
        informers.close();
        publisher.close();
        cluster.close();
    }

    static ObjectNode object(String name, int value) {
        ObjectNode object = Json.object();
        object.putObject("metadata").put("name", name).putObject("labels").put("app", "x");
        object.putObject("data").put("k", "dg==").put("n", "v" + value);
        return object;
    }

    long create(ResourceType type, String name) {
        return revision(client.create(type, "default", object(name, 0)));
    }

    static long revision(ObjectNode object) {
        return Long.parseLong(Json.text(object, "metadata", "resourceVersion"));
    }

    double watching(String kind) {
        return meters.get("gantry.informer.watching").tag("kind", kind).gauge().value();
    }

    @Test
    void copyHasWhatWasThereAndSeesEachWriteOnce() throws Exception {
        create(MAPS, "before");
        Informer<ConfigMap> maps =
                informers.informer(
                        "configmaps",
                        ConfigMap.class,
                        Map.of("app", m -> List.of(m.getMetadata().getLabels().get("app"))));
        informers.start();
        eventually(() -> assertThat(informers.synced()).isTrue());
        assertThat(maps.get("default", "before")).isNotNull();
        for (int i = 0; i < 50; i++) {
            long revision = create(MAPS, "map-" + i);
            assertThat(maps.awaitSeen(revision, PATIENCE)).isTrue();
            assertThat(maps.get("default", "map-" + i)).isNotNull();
        }
        assertThat(maps.byIndex("app", "x")).hasSize(51);
        client.delete(MAPS, "default", "map-1", null);
        eventually(() -> assertThat(maps.get("default", "map-1")).isNull());
        assertThat(maps.list("default")).hasSize(50);
        assertThat(maps.fresh(PATIENCE)).isTrue();
    }

    @Test
    void secretsAreReadWhereTheLogHasNoBody() throws Exception {
        Informer<Secret> secrets = informers.informer("secrets", Secret.class);
        informers.start();
        eventually(() -> assertThat(secrets.synced()).isTrue());
        assertThat(secrets.awaitSeen(create(SECRETS, "s"), PATIENCE)).isTrue();
        Secret seen = secrets.get("default", "s");
        assertThat(seen).isNotNull();
        assertThat(seen.getData()).containsEntry("k", "dg==");
        client.delete(SECRETS, "default", "s", null);
        eventually(() -> assertThat(secrets.list()).isEmpty());
    }

    @Test
    void silentLogIsReplacedByAWatchAndTakenUpAgain() throws Exception {
        Informer<ConfigMap> maps = informers.informer("configmaps", ConfigMap.class);
        informers.start();
        eventually(() -> assertThat(maps.synced()).isTrue());
        publisher.silent(true);
        eventually(() -> assertThat(watching("configmaps")).isOne());
        assertThat(maps.awaitSeen(create(MAPS, "silent"), PATIENCE)).isTrue();
        assertThat(maps.get("default", "silent")).isNotNull();
        publisher.silent(false);
        eventually(() -> assertThat(watching("configmaps")).isZero());
        assertThat(maps.awaitSeen(create(MAPS, "again"), PATIENCE)).isTrue();
        assertThat(maps.list()).hasSize(2);
    }

    @Test
    void informersOfOneKindShareItsFeedAndMayComeLate() {
        informers.start();
        create(MAPS, "a");
        Informer<ConfigMap> typed = informers.informer("configmaps", ConfigMap.class);
        Informer<ConfigMap> same = informers.informer("configmaps", ConfigMap.class);
        assertThat(same).isSameAs(typed);
        eventually(() -> assertThat(typed.list()).hasSize(1));
        Informer<PartialObjectMetadata> metadata = informers.metadata(MAPS, Map.of());
        eventually(() -> assertThat(metadata.list()).hasSize(1));
        create(MAPS, "b");
        eventually(() -> assertThat(metadata.list()).hasSize(2));
        assertThat(metadata.get("default", "b").getMetadata().getLabels())
                .containsEntry("app", "x");
        eventually(() -> assertThat(typed.list()).hasSize(2));
    }

    @Test
    void selectedInformerSeesItsPartAndCanBeForgotten() {
        informers.start();
        Informer<Pod> mine =
                informers.selected("pods", Pod.class, "", "spec.nodeName=node-1", "", Map.of());
        bound("mine", "node-1");
        bound("other", "node-2");
        eventually(() -> assertThat(mine.list()).hasSize(1));
        client.delete(PODS, "default", "mine", Json.object().put("gracePeriodSeconds", 0));
        eventually(() -> assertThat(mine.list()).isEmpty());
        informers.forget(mine);
        assertThat(meters.find("gantry.informer.lists").tag("kind", "pods").counter()).isNull();
    }

    private void bound(String name, String node) {
        ObjectNode pod = Json.object();
        pod.putObject("metadata").put("name", name);
        pod.putObject("spec").put("nodeName", node);
        client.create(PODS, "default", pod);
    }
}
