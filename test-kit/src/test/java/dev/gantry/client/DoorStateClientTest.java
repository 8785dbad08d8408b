package dev.gantry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.catalog.Catalog;
import dev.gantry.api.catalog.ResourceType;
import dev.gantry.api.json.Json;
import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.client.StateClient.Write;
import dev.gantry.client.StateClient.WriteGroup;
import dev.gantry.client.StateClient.WriteResult;
import dev.gantry.client.door.ByteSink;
import dev.gantry.client.door.Caller;
import dev.gantry.client.door.DoorReply;
import dev.gantry.client.door.DoorRequest;
import dev.gantry.client.door.StateDoor;
import dev.gantry.testkit.client.StateClientContractTest;
import dev.gantry.testkit.cluster.FakeCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DoorStateClientTest extends StateClientContractTest {

    private static final FakeCluster CLUSTER = new FakeCluster();
    private static final ResourceType ROLES =
            Catalog.builtIn().require("roles.rbac.authorization.k8s.io");

    @Override
    protected StateClient client() {
        return new DoorStateClient(CLUSTER.door(), Caller.service("reconciler"));
    }

    @AfterAll
    static void close() {
        CLUSTER.close();
    }

    /** Answers as told, then 200, and remembers what it was asked. */
    private static final class Scripted implements StateDoor {
        final List<DoorRequest> asked = new ArrayList<>();
        final List<ApiError> answers = new ArrayList<>();

        @Override
        public void call(DoorRequest request, DoorReply reply) {
            asked.add(request);
            ApiError error = answers.isEmpty() ? null : answers.remove(0);
            try (ByteSink sink = reply.begin(error == null ? 200 : error.code(), Map.of())) {
                sink.write(
                        error == null ? Json.bytes(Json.object()) : Json.bytes(error.toStatus()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void readIsRepeatedWhenTheServiceIsBriefly503AndAWriteWhenNothingWasCommitted() {
        Scripted door = new Scripted();
        StateClient client = new DoorStateClient(door, Caller.service("x"));
        ApiError silent = new ApiError(503, "ServiceUnavailable", "away", null, 0);
        door.answers.add(silent);
        assertThat(client.get(ROLES, "default", "a")).isNotNull();
        assertThat(door.asked).hasSize(2);
        door.answers.add(ApiError.tooManyRequests("busy", 1));
        client.create(ROLES, "default", Json.object());
        assertThat(door.asked).hasSize(4);
        door.answers.add(silent);
        assertThatThrownBy(() -> client.create(ROLES, "default", Json.object()))
                .isInstanceOf(ApiException.class);
        assertThat(door.asked).hasSize(5);
    }

    @Test
    void requestsCarryManagerTraceAndFenceAndEncodedPaths() {
        Scripted door = new Scripted();
        StateClient client =
                new DoorStateClient(door, Caller.service("scheduler"), () -> "00-trace")
                        .fenced(new Fence("kube-system", "gantry-scheduler", "host/1", 5));
        client.update(
                ROLES,
                Json.parse("{\"metadata\":{\"name\":\"a b%:c\",\"namespace\":\"n\"}}".getBytes()),
                "");
        DoorRequest asked = door.asked.get(0);
        assertThat(asked.path()).endsWith("/roles/a%20b%25:c");
        assertThat(asked.header("user-agent")).isEqualTo("gantry-scheduler");
        assertThat(asked.header("traceparent")).isEqualTo("00-trace");
        assertThat(asked.header(Fence.HEADER)).isEqualTo("kube-system/gantry-scheduler/5/host/1");
        assertThat(asked.caller()).isEqualTo(Caller.service("scheduler"));
    }

    @Test
    void bulkRequestThatFailsRefusesItsGroupsOnly() {
        Scripted door = new Scripted();
        door.answers.add(ApiError.internal("a bug"));
        List<WriteResult> results =
                new DoorStateClient(door, Caller.service("x"))
                        .writeAll(
                                List.of(
                                        WriteGroup.of(Write.create(ROLES, "n", Json.object())),
                                        WriteGroup.of(Write.create(ROLES, "n", Json.object()))));
        assertThat(results).hasSize(2).allMatch(r -> r instanceof WriteResult.Refused);
    }

    @Test
    void answerThatIsNoStatusIsQuoted() {
        StateDoor proxy =
                (request, reply) -> {
                    try (ByteSink sink = reply.begin(502, Map.of())) {
                        sink.write("<html>Bad Gateway</html>".getBytes());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                };
        assertThatThrownBy(
                        () ->
                                new DoorStateClient(proxy, Caller.service("x"))
                                        .list(ROLES, "", Map.of()))
                .hasMessageContaining("502")
                .hasMessageContaining("Bad Gateway");
    }
}
