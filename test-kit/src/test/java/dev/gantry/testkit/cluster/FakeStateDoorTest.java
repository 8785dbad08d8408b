package dev.gantry.testkit.cluster;

import dev.gantry.client.door.StateDoor;
import dev.gantry.testkit.door.StateDoorContractTest;
import org.junit.jupiter.api.AfterAll;

class FakeStateDoorTest extends StateDoorContractTest {

    private static final FakeCluster CLUSTER = new FakeCluster();

    @Override
    protected StateDoor door() {
        return CLUSTER.door();
    }

    @AfterAll
    static void close() {
        CLUSTER.close();
    }
}
