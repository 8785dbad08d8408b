package dev.gantry.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;

class PropertyTest {

    private static int runs;

    record Pair(int left, int right) {}

    @Generator
    static Pair pair(Dice dice) {
        return new Pair(dice.between(0, 9), dice.between(0, 9));
    }

    @Property
    void sumIsSymmetric(Pair pair, Dice dice) {
        runs++;
        assertThat(pair.left() + pair.right()).isEqualTo(pair.right() + pair.left());
        assertThat(new Dice(dice.seed()).nextLong()).isEqualTo(new Dice(dice.seed()).nextLong());
    }

    @AfterAll
    static void ranOnAHundredInputs() {
        assertThat(runs).isEqualTo(100);
    }
}
