package dev.gantry.testkit.property;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Seeded choices; the same seed gives the same ones. */
public final class Dice {

    private final long seed;
    private final Random random;

    public Dice(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    }

    public long seed() {
        return seed;
    }

    /** From {@code low} to {@code high}, both included. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** True {@code percent} times of a hundred. */
    public boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A list of {@code low} to {@code high} elements. */
    public <T> List<T> listOf(int low, int high, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = between(low, high); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    /** Each element with even chance. */
    public <T> List<T> someOf(Collection<T> all) {
        return all.stream().filter(x -> random.nextBoolean()).toList();
    }

    public <T> List<T> shuffled(Collection<T> all) {
        List<T> list = new ArrayList<>(all);
        Collections.shuffle(list, random);
        return list;
    }

    /** A short DNS label; few enough that names meet again. */
    public String name() {
        return oneOf("a", "b", "web", "store", "db", "x-1")
                + (chance(30) ? "-" + between(0, 9) : "");
    }

    public long nextLong() {
        return random.nextLong();
    }
}
