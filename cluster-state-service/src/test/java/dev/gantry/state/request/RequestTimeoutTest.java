package dev.gantry.state.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.api.status.ApiError;
import dev.gantry.api.status.ApiException;
import dev.gantry.state.request.exchange.Query;
import dev.gantry.state.store.Deadline;
import dev.gantry.state.store.ObjectStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTimeoutTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({
        "'', 60000", "timeout=1s, 1000", "timeout=1m0.5s, 60000", "timeout=1.5s, 1500",
        "timeout=250ms, 250", "timeout=0, 60000", "timeout=-1s, 60000", "timeout=2h, 60000"
    })
    void isAsGoWritesItAndNoLongerThanTheServers(String query, long millis) {
        assertThat(RequestTimeout.of(Query.parse(query), LONGEST)).hasMillis(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "s", "1x", "1s2", "soon", "1s "})
    void whatIsNoDurationIsABadRequest(String text) {
        assertThatThrownBy(() -> RequestTimeout.of(Query.parse("timeout=" + text), LONGEST))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error().code()).isEqualTo(400));
    }

    @Test
    void whatFailsAfterItsTimeIsATimeout() {
        assertThatThrownBy(
                        () ->
                                RequestTimeout.within(
                                        Duration.ofNanos(1),
                                        () -> {
                                            throw new ObjectStore.StoreUnavailable("late", null);
                                        }))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error().code()).isEqualTo(504));
    }

    @Test
    void whatFailsInTimeFailsAsItDoes() {
        ApiException conflict = ApiError.modified("", "pods", "a").exception();
        assertThatThrownBy(
                        () ->
                                RequestTimeout.within(
                                        LONGEST,
                                        () -> {
                                            throw conflict;
                                        }))
                .isSameAs(conflict);
    }

    @Test
    void anInnerDeadlineDoesNotOutlastTheOuter() {
        Duration left =
                Deadline.within(
                        Duration.ofMillis(50),
                        () ->
                                Deadline.within(
                                        Duration.ofHours(1),
                                        () -> Deadline.atMost(Duration.ofHours(1))));
        assertThat(left).isLessThanOrEqualTo(Duration.ofMillis(50));
        assertThat(Deadline.atMost(LONGEST)).isEqualTo(LONGEST);
    }
}
