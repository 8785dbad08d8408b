package dev.gantry.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the starting cluster tells of itself in {@code run/progress}: lines of {@code step TAB
 * millis TAB detail}; the step {@code failed} has the reason as its detail, {@code ready} is last.
 */
public final class Progress {

    private final Path file;

    public Progress(DataDirectory data) {
        this.file = data.run("progress");
    }

    /** One finished step; {@code detail} may be empty. */
    public record Step(String name, long millis, String detail) {

        /** {@code postgres 3.1s}. */
        public String shown() {
            String what = detail.isEmpty() ? name : name + " " + detail;
            return millis < 1000 ? what : "%s %.1fs".formatted(what, millis / 1000.0);
        }
    }

    public List<Step> steps() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream().flatMap(l -> parse(l).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Step> parse(String line) {
        String[] words = line.split("\t", 3);
        return words.length < 3
                ? Optional.empty()
                : Optional.of(new Step(words[0], Long.parseLong(words[1]), words[2]));
    }
}
