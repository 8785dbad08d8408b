package dev.gantry.state.persistence.store;

import dev.gantry.api.catalog.ObjectKey;
import dev.gantry.state.persistence.Database;
import dev.gantry.state.persistence.DatabaseSettings;
import dev.gantry.state.persistence.encryption.BodyCipher;
import dev.gantry.state.store.Groups;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** A writer in a process of its own: writes for ever and says what was acknowledged. */
final class WriterMain {

    private WriterMain() {}

    public static void main(String[] arguments) {
        DatabaseSettings settings =
                new DatabaseSettings(
                        "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/gantry",
                        arguments[1],
                        arguments[2],
                        null,
                        2,
                        Duration.ofSeconds(5));
        Database database = Database.open(settings);
        PostgresObjectStore store =
                PostgresObjectStore.open(
                        database.pool(),
                        database.sessions(),
                        StoreSettings.defaults(),
                        BodyCipher.none(),
                        new SimpleMeterRegistry());
        long own = ProcessHandle.current().pid();
        for (int i = 0; ; i++) {
            String text = "p" + own + "-" + i;
            ObjectKey key = Groups.configMap(text);
            long given = Groups.revision(store.commit(Groups.group(Groups.create(key, text))));
            System.out.println("ACK " + text + " " + given);
        }
    }
}
