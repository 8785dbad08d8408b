package dev.gantry.testkit.cluster;

import dev.gantry.client.StateClient;
import dev.gantry.testkit.client.StateClientContractTest;
import org.junit.jupiter.api.AfterAll;

class FakeStateClientTest extends StateClientContractTest {

    private static final FakeCluster CLUSTER = new FakeCluster();

    @Override
    protected StateClient client() {
        return CLUSTER.client();
    }

    @AfterAll
    static void close() {
        CLUSTER.close();
    }
}
