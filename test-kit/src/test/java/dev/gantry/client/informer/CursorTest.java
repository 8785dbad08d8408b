package dev.gantry.client.informer;

import static dev.gantry.client.informer.Cursor.Verdict.APPLY;
import static dev.gantry.client.informer.Cursor.Verdict.LIST;
import static dev.gantry.client.informer.Cursor.Verdict.PASS;
import static dev.gantry.client.informer.Cursor.Verdict.RESTART;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CursorTest {

    private static final UUID LIFE = new UUID(0, 1);

    private final Cursor cursor = new Cursor();

    @BeforeEach
    void listedAtTen() {
        cursor.listed(10);
    }

    @Test
    void recordThatFollowsIsAppliedAndRepetitionsPass() {
        assertThat(cursor.changed(LIFE, 11, 9, true)).isEqualTo(APPLY);
        assertThat(cursor.changed(LIFE, 11, 9, true)).isEqualTo(PASS);
        assertThat(cursor.changed(LIFE, 8, 0, true)).isEqualTo(PASS);
        assertThat(cursor.mark()).isEqualTo(11);
    }

    @Test
    void recordWhosePredecessorWasNotSeenIsAGap() {
        assertThat(cursor.changed(LIFE, 14, 13, true)).isEqualTo(LIST);
        cursor.listed(15);
        assertThat(cursor.changed(LIFE, 14, 13, true)).isEqualTo(PASS);
        assertThat(cursor.changed(LIFE, 16, 14, true)).isEqualTo(APPLY);
    }

    @Test
    void gapOfAnotherKindInThePartitionCountsToo() {
        assertThat(cursor.changed(LIFE, 14, 13, false)).isEqualTo(LIST);
    }

    @Test
    void progressMovesTheMarkAndShowsAGap() {
        assertThat(cursor.progress(LIFE, 20, 9)).isEqualTo(PASS);
        assertThat(cursor.mark()).isEqualTo(20);
        assertThat(cursor.progress(LIFE, 30, 25)).isEqualTo(LIST);
    }

    @Test
    void anotherEpochBeginsAnew() {
        assertThat(cursor.progress(LIFE, 20, 9)).isEqualTo(PASS);
        assertThat(cursor.changed(new UUID(0, 2), 1000, 990, true)).isEqualTo(RESTART);
        cursor.listed(995);
        assertThat(cursor.reset(new UUID(0, 2))).isEqualTo(PASS);
        assertThat(cursor.changed(new UUID(0, 2), 1000, 990, true)).isEqualTo(APPLY);
    }

    @Test
    void watchHandsBackOnlyWhenItHasAllThatTheLogHolds() {
        cursor.watch();
        assertThat(cursor.changed(LIFE, 11, 9, true)).isEqualTo(PASS);
        assertThat(cursor.progress(LIFE, 12, 11)).isEqualTo(PASS);
        assertThat(cursor.watching()).isTrue();
        cursor.watched(11);
        assertThat(cursor.progress(LIFE, 13, 11)).isEqualTo(PASS);
        assertThat(cursor.watching()).isFalse();
        assertThat(cursor.mark()).isEqualTo(13);
    }

    @Test
    void watchDoesNotHandBackAcrossAGapInTheLog() {
        cursor.watch();
        assertThat(cursor.progress(LIFE, 20, 18)).isEqualTo(PASS);
        assertThat(cursor.watching()).isTrue();
        cursor.watched(18);
        assertThat(cursor.progress(LIFE, 21, 18)).isEqualTo(PASS);
        assertThat(cursor.watching()).isFalse();
    }
}
