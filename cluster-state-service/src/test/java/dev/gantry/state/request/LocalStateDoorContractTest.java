package dev.gantry.state.request;

import dev.gantry.client.door.StateDoor;
import dev.gantry.state.memory.MemoryState;
import dev.gantry.testkit.door.StateDoorContractTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class LocalStateDoorContractTest extends StateDoorContractTest {

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
    protected StateDoor door() {
        return state.door();
    }
}
