package dev.gantry.runtime.door;

import dev.gantry.client.door.Caller;
import dev.gantry.client.door.HttpStateDoor;
import dev.gantry.client.door.StateDoor;
import dev.gantry.runtime.launch.SampleCluster;
import dev.gantry.testkit.cluster.FakeCluster;
import dev.gantry.testkit.door.StateDoorContractTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The door as an HTTP client and the servlet make it together, over mutual TLS. */
class HttpDoorContractTest extends StateDoorContractTest {

    @TempDir static Path data;
    private static FakeCluster fake;
    private static SampleCluster cluster;
    private static HttpStateDoor door;

    @BeforeAll
    static void start() {
        fake = new FakeCluster();
        cluster = new SampleCluster(data, fake.door(), Map.of());
        Caller admin =
                new Caller(
                        "gantry-admin",
                        "",
                        List.of("system:masters", "system:authenticated"),
                        Map.of());
        door =
                new HttpStateDoor(
                        cluster.uri(""),
                        cluster.identity("gantry-admin", "system:masters").context(),
                        admin);
    }

    @AfterAll
    static void stop() {
        door.close();
        cluster.close();
        fake.close();
    }

    @Override
    protected StateDoor door() {
        return door;
    }
}
