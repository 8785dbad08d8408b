package dev.gantry.cli.argument;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How many of something: a whole number within bounds. */
public abstract class Count implements ITypeConverter<Integer> {

    private final int least;
    private final int most;

    private Count(int least, int most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public Integer convert(String word) {
        if (word.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(word);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new TypeConversionException(
                "expected a number from %d to %d, found %s".formatted(least, most, word));
    }

    /** Nodes of one host: each has a /24 of the pods' /16. */
    public static final class Nodes extends Count {
        public Nodes() {
            super(1, 250);
        }
    }

    /** Simulated nodes. */
    public static final class HollowNodes extends Count {
        public HollowNodes() {
            super(0, 10_000);
        }
    }

    /** Lines, seconds, entries. */
    public static final class Some extends Count {
        public Some() {
            super(1, 1_000_000);
        }
    }
}
