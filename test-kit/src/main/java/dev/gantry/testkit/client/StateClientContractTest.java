package dev.gantry.testkit.client;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.Fence;
import dev.gantry.client.StateClient;
import dev.gantry.client.StateClient.Listing;
import dev.gantry.client.StateClient.Watch;
import dev.gantry.client.StateClient.WatchEvent;
import dev.gantry.client.StateClient.WatchHandler;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Works in namespace {@code default}, which must exist, with names of its own. */
public abstract class StateClientContractTest {

    private static final ResourceType MAPS = Catalog.builtIn().require("configmaps");
    private static final ResourceType DEPLOYMENTS = Catalog.builtIn().require("deployments.apps");
    private static final ResourceType LEASES =
            Catalog.builtIn().require("leases.coordination.k8s.io");

    /** A client that may do everything. */
    protected abstract StateClient client();

    private static String fresh() {
        return "client-" + UUID.randomUUID();
    }

    private static ObjectNode map(String name) {
        ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata")
                .put("name", name)
                .put("namespace", "default")
                .putObject("labels")
                .put("test", name);
        map.putObject("data").put("k", "v");
        return map;
    }

    private static String revision(JsonNode object) {
        return Json.text(object, "metadata", "resourceVersion");
    }

    private static void refused(int code, org.assertj.core.api.ThrowableAssert.ThrowingCallable c) {
        assertThatThrownBy(c)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error().code()).isEqualTo(code));
    }

    @Test
    void whatIsCreatedCanBeReadListedUpdatedAndDeleted() {
        String name = fresh();
        ObjectNode made = client().create(MAPS, "default", map(name));
        assertThat(client().get(MAPS, "default", name)).isNotNull();
        Listing listing = client().list(MAPS, "default", Map.of("labelSelector", "test=" + name));
        assertThat(listing.items()).hasSize(1);
        assertThat(listing.revision()).isGreaterThanOrEqualTo(Long.parseLong(revision(made)));
        made.withObject("data").put("k", "w");
        ObjectNode updated = client().update(MAPS, made);
        assertThat(Json.text(updated, "data", "k")).isEqualTo("w");
        refused(409, () -> client().update(MAPS, made.deepCopy().put("immutable", true)));
        client().delete(MAPS, "default", name, null);
        assertThat(client().get(MAPS, "default", name)).isNull();
        refused(404, () -> client().delete(MAPS, "default", name, null));
    }

    @Test
    void mergePatchChangesWhatItNames() {
        String name = fresh();
        client().create(MAPS, "default", map(name));
        ObjectNode patch = Json.object();
        patch.putObject("data").put("added", "x").putNull("k");
        ObjectNode patched =
                client().patch(MAPS, "default", name, "", "application/merge-patch+json", patch);
        assertThat(Json.at(patched, "data").propertyNames()).containsExactly("added");
    }

    @Test
    void deletionOfAnotherUidIsRefused() {
        String name = fresh();
        client().create(MAPS, "default", map(name));
        ObjectNode options = Json.object();
        options.putObject("preconditions").put("uid", UUID.randomUUID().toString());
        refused(409, () -> client().delete(MAPS, "default", name, options));
    }

    @Test
    void statusAndSpecAreWrittenApart() {
        String name = fresh();
        ObjectNode made = client().create(DEPLOYMENTS, "default", deployment(name));
        ObjectNode change = made.deepCopy();
        change.withObject("spec").put("replicas", 7);
        change.withObject("status").put("replicas", 3);
        ObjectNode withStatus = client().update(DEPLOYMENTS, change, "status");
        assertThat(Json.at(withStatus, "status", "replicas").asInt()).isEqualTo(3);
        assertThat(Json.at(withStatus, "spec", "replicas").asInt()).isEqualTo(2);
        assertThat(Json.at(withStatus, "metadata", "generation").asInt()).isEqualTo(1);
        client().delete(DEPLOYMENTS, "default", name, null);
    }

    private static ObjectNode deployment(String name) {
        return (ObjectNode)
                Json.parse(
                        """
                        {"apiVersion":"apps/v1","kind":"Deployment",
                         "metadata":{"name":"NAME","namespace":"default"},
                         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"NAME"}},
                          "template":{"metadata":{"labels":{"app":"NAME"}},
                           "spec":{"containers":[{"name":"c","image":"i"}]}}}}"""
                                .replace("NAME", name)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void groupsAreAtomicAndIndependentAndAnsweredInOrder() {
        String taken = fresh();
        String free = fresh();
        String half = fresh();
        client().create(MAPS, "default", map(taken));
        List<WriteResult> results =
                client().writeAll(
                                List.of(
                                        new WriteGroup(
                                                List.of(
                                                        Write.create(MAPS, "default", map(half)),
                                                        Write.create(MAPS, "default", map(taken)))),
                                        WriteGroup.of(Write.create(MAPS, "default", map(free)))));
        assertThat(results.get(0))
                .isInstanceOfSatisfying(
                        WriteResult.Refused.class,
                        r -> assertThat(r.error().reason()).isEqualTo("AlreadyExists"));
        assertThat(results.get(1))
                .isInstanceOfSatisfying(
                        WriteResult.Written.class, w -> assertThat(w.revision()).isGreaterThan(0));
        assertThat(client().get(MAPS, "default", half)).isNull();
        assertThat(client().get(MAPS, "default", free)).isNotNull();
    }

    @Test
    void manyGroupsArePartedAndKeepTheirOrder() {
        String prefix = fresh();
        List<WriteGroup> groups = new java.util.ArrayList<>();
        for (int i = 0; i < 600; i++) {
            groups.add(WriteGroup.of(Write.create(MAPS, "default", map(prefix + "-" + i))));
        }
        List<WriteResult> results = client().writeAll(groups);
        assertThat(results).hasSize(600);
        for (int i = 0; i < 600; i++) {
            WriteResult.Written written = (WriteResult.Written) results.get(i);
            assertThat(Json.text(written.objects().get(0), "metadata", "name"))
                    .isEqualTo(prefix + "-" + i);
        }
    }

    @Test
    void writeOfADeposedLeaderIsRefused() {
        String lease = fresh();
        ObjectNode object =
                Json.object().put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        object.putObject("metadata").put("name", lease).put("namespace", "default");
        object.putObject("spec").put("holderIdentity", "me").put("leaseTransitions", 4);
        client().create(LEASES, "default", object);
        String name = fresh();
        refused(
                409,
                () ->
                        client().fenced(new Fence("default", lease, "me", 3))
                                .create(MAPS, "default", map(name)));
        client().fenced(new Fence("default", lease, "me", 4)).create(MAPS, "default", map(name));
        assertThat(
                        client().fenced(new Fence("default", lease, "other", 4))
                                .writeAll(
                                        List.of(
                                                WriteGroup.of(
                                                        Write.create(
                                                                MAPS, "default", map(fresh()))))))
                .allMatch(r -> r instanceof WriteResult.Refused f && f.error().code() == 409);
    }

    @Test
    void watchTellsEveryChangeAfterItsRevisionUntilItIsClosed() {
        String name = fresh();
        ObjectNode made = client().create(MAPS, "default", map(name));
        List<String> heard = new CopyOnWriteArrayList<>();
        Watch watch =
                client().watch(
                                MAPS,
                                "default",
                                Map.of(
                                        "resourceVersion",
                                        revision(made),
                                        "labelSelector",
                                        "test=" + name),
                                listener(heard));
        made.withObject("data").put("k", "w");
        client().update(MAPS, made);
        eventually(() -> assertThat(heard).containsExactly("MODIFIED " + name));
        client().delete(MAPS, "default", name, null);
        eventually(() -> assertThat(heard).hasSize(2).endsWith("DELETED " + name));
        watch.close();
        eventually(() -> assertThat(heard).last().isEqualTo("ended"));
    }

    private static WatchHandler listener(List<String> heard) {
        return new WatchHandler() {
            @Override
            public void event(WatchEvent event) {
                if (!event.type().equals("BOOKMARK")) {
                    String name = Json.text(Json.parse(event.object()), "metadata", "name");
                    heard.add(event.type() + " " + name);
                }
            }

            @Override
            public void ended(@Nullable ApiError error) {
                heard.add(error == null ? "ended" : "ended: " + error.message());
            }
        };
    }
}
