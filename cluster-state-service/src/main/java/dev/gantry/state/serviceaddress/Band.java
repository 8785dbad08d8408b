package dev.gantry.state.serviceaddress;

import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers to hand out. The lower part is left to those who ask for a certain number and is drawn
 * from only when the upper one is used up.
 *
 * @param first first number
 * @param size how many there are
 * @param reserved how many of them, from the first, are not drawn while others are free
 */
record Band(long first, long size, long reserved) {

    private static final int GUESSES = 32;

    boolean contains(long number) {
        return number >= first && number < first + size;
    }

    /**
     * A free number, at random; null when none is free. A few questions while the band is mostly
     * free, O(size) when it is nearly used up.
     */
    @Nullable Long draw(RandomGenerator random, LongPredicate isFree) {
        long from = first + reserved;
        long count = size - reserved;
        for (int i = 0; i < GUESSES && count > 0; i++) {
            long guess = from + random.nextLong(count);
            if (isFree.test(guess)) {
                return guess;
            }
        }
        Long found = scan(from, count, random, isFree);
        return found == null ? scan(first, reserved, random, isFree) : found;
    }

    private static @Nullable Long scan(
            long from, long count, RandomGenerator random, LongPredicate isFree) {
        if (count <= 0) {
            return null;
        }
        long offset = random.nextLong(count);
        for (long i = 0; i < count; i++) {
            long number = from + (offset + i) % count;
            if (isFree.test(number)) {
                return number;
            }
        }
        return null;
    }
}
