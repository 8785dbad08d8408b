package dev.gantry.cli.argument;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One of a few words. */
public abstract class Choice implements ITypeConverter<String> {

    private final List<String> words;

    private Choice(String... words) {
        this.words = List.of(words);
    }

    @Override
    public String convert(String word) {
        if (!words.contains(word)) {
            throw new TypeConversionException(
                    "expected %s, found %s".formatted(String.join(" or ", words), word));
        }
        return word;
    }

    /** How a cluster's services are divided among processes. */
    public static final class Topology extends Choice {
        public Topology() {
            super("standalone", "processes");
        }
    }

    /** What the measurements know. */
    public static final class Measurement extends Choice {
        public Measurement() {
            super("start", "api", "pods", "micro");
        }
    }
}
