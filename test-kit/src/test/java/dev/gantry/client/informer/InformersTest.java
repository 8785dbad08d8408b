package dev.gantry.client.informer;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.events.ChangeLog;
import dev.gantry.events.memory.InMemoryChangeLog;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InformersTest extends InformersContractTest {

    private final InMemoryChangeLog log = new InMemoryChangeLog();

    @Override
    ChangeLog log() {
        return log;
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void recreatedLogMakesTheInformerListAgain() throws Exception {
        Informer<ConfigMap> maps = informers.informer("configmaps", ConfigMap.class);
        informers.start();
        eventually(() -> assertThat(maps.synced()).isTrue());
        double lists = lists();
        log.recreate();
        eventually(() -> assertThat(lists()).isGreaterThan(lists));
        assertThat(maps.awaitSeen(create(MAPS, "after"), Duration.ofSeconds(20))).isTrue();
    }

    private double lists() {
        return meters.get("gantry.informer.lists").tag("kind", "configmaps").counter().count();
    }
}
