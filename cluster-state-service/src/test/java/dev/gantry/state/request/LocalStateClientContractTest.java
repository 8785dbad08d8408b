package dev.gantry.state.request;

import dev.gantry.client.DoorStateClient;
import dev.gantry.client.StateClient;
import dev.gantry.client.door.Caller;
import dev.gantry.state.memory.MemoryState;
import dev.gantry.testkit.client.StateClientContractTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class LocalStateClientContractTest extends StateClientContractTest {

    private static MemoryState state;

    @BeforeAll
    static void start() throws InterruptedException {
        state = MemoryState.start();
    }

    @AfterAll
    static void stop() {
        state.close();
    }

    @Override
    protected StateClient client() {
        return new DoorStateClient(
                state.door(), new Caller("gantry-admin", "", List.of("system:masters"), Map.of()));
    }
}
