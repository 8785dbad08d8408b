package dev.gantry.state.persistence.store;

import static dev.gantry.testkit.time.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.state.persistence.TestDatabase;
import dev.gantry.state.publisher.PublisherSeat;
import dev.gantry.state.publisher.Told;
import dev.gantry.state.store.ObjectStore;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresPublisherSeatIT {

    @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

    private final PublisherSeat seat = new PostgresPublisherSeat(DATABASE.open().sessions());

    @Test
    void oneSitsAndTheNextGoesOnWhereItRose() {
        Told told = new Told(new UUID(1, 2), 7, new long[] {0, 7, 3});
        try (PublisherSeat.Held held = seat.take()) {
            assertThat(seat.take()).isNull();
            held.remember(new Told(new UUID(1, 2), 5, new long[] {0, 5, 3}));
            held.remember(told);
        }
        eventually(
                () -> {
                    try (PublisherSeat.Held next = seat.take()) {
                        assertThat(next).isNotNull();
                        assertThat(next.told()).contains(told);
                    }
                });
    }

    @Test
    void whoeverLostItsSessionLearnsSoAndTheSeatIsFree() throws Exception {
        try (PublisherSeat.Held held = seat.take()) {
            DATABASE.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
            assertThatThrownBy(() -> held.remember(new Told(new UUID(1, 2), 9, new long[1])))
                    .isInstanceOf(ObjectStore.StoreUnavailable.class);
            eventually(
                    () -> {
                        try (PublisherSeat.Held next = seat.take()) {
                            assertThat(next).isNotNull();
                        }
                    });
        }
    }
}
