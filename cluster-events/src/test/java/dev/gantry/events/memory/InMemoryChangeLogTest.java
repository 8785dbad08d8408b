package dev.gantry.events.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.events.ChangeLog;
import dev.gantry.events.ChangeLogContractTest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemoryChangeLogTest extends ChangeLogContractTest {

    private final InMemoryChangeLog log = new InMemoryChangeLog();

    @Override
    protected ChangeLog log() {
        return log;
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void appendFailsWhileAway() {
        log.away(true);
        assertThatThrownBy(() -> log.append(List.of(addressed(pod(1, "a", new byte[0])))))
                .isInstanceOf(ChangeLog.ChangeLogUnavailable.class);
    }

    @Test
    void recreatingTellsReadersThatTheyLostTheirPlace() {
        Recording reader = new Recording();
        log.subscribe(Set.of(0), reader);
        log.recreate();
        eventually(() -> assertThat(reader.losses).hasSize(1));
    }
}
